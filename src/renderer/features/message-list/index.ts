export { displayName } from './rows/row-text.ts'
