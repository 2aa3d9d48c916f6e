import { useTranslation } from 'react-i18next'
import { Button } from '../../../ui/button.tsx'
import { updateModel } from '../draft/draft-autosave.ts'
import type { RecipientField as Field } from '../model/recipients.ts'
import { RecipientField } from './recipient-field.tsx'
import { useComposer, type Composer } from '../composer-store.ts'

/** To, and Cc and Bcc once they are asked for. */
export function RecipientFields({ composer }: { composer: Composer }) {
  const { t } = useTranslation()
  const { key, model: composition, shownFields } = composer
  const { patch } = useComposer.getState()

  const field = (name: Field, autoFocus: boolean) => ({
    label: t(`composer.${name}`),
    chips: composition[name],
    typed: composition.typed[name],
    autoFocus,
    onChange: (chips: Composer['model']['to'], typed: string) =>
      updateModel(key, { [name]: chips, typed: { ...composition.typed, [name]: typed } }),
  })
  const show = (name: 'cc' | 'bcc') => patch(key, { shownFields: { ...shownFields, [name]: true } })

  return (
    <>
      <RecipientField {...field('to', composer.focus === 'to')}>
        <span className="flex shrink-0 pt-0.5">
          {shownFields.cc ? null : (
            <Button size="small" tone="ghost" onClick={() => show('cc')}>
              {t('composer.cc')}
            </Button>
          )}
          {shownFields.bcc ? null : (
            <Button size="small" tone="ghost" onClick={() => show('bcc')}>
              {t('composer.bcc')}
            </Button>
          )}
        </span>
      </RecipientField>
      {shownFields.cc ? <RecipientField {...field('cc', composition.cc.length === 0)} /> : null}
      {shownFields.bcc ? <RecipientField {...field('bcc', composition.bcc.length === 0)} /> : null}
    </>
  )
}
