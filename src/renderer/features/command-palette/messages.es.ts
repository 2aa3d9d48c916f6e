export const messages = {
  palette: {
    placeholder: 'Escribe un comando',
    none: 'Ningún comando tiene estas palabras.',
  },
}
