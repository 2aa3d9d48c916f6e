import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Account } from '#shared/contract/accounts.ts'
import type { OutputOf } from '#shared/contract/index.ts'
import type { Provider } from '#shared/contract/vocabulary.ts'
import { call } from '../../client/client.ts'
import { operationKey, queryClient, useOperation } from '../../client/queries.ts'
import { errorText } from '../../i18n/error-text.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { showToast } from '../../ui/toast-store.ts'
import { ChooseStep, type MailboxChoice } from './choose-step.tsx'
import { ClientStep } from './client-step.tsx'
import { connectionOutcome } from './connection-outcome.ts'
import { removeHalfMade, type HalfMade } from './half-account.ts'
import { openTab } from './open-browser.ts'
import { ConnectedStep, ReadyStep, WaitingStep } from './sign-in-step.tsx'
import { connectStep } from './steps.ts'
import { useConnectDialog, type ConnectRequest } from './store.ts'
import { TokenStoreForm } from './token-store-form.tsx'

/** Connects an account, or connects it again: opened by useConnectDialog. */
export function ConnectAccountDialog() {
  const request = useConnectDialog((state) => state.request)
  return request === null ? null : <ConnectWizard key={JSON.stringify(request)} request={request} />
}

interface Attempt extends HalfMade {
  accountId: string
  authorizationUrl: string
  expiresAt: string
}

function ConnectWizard({ request }: { request: ConnectRequest }) {
  const { t } = useTranslation()
  const close = useConnectDialog((state) => state.close)
  const mailboxes = useOperation('mailboxes.list', {}).data
  const tokenStore = useOperation('tokenStore.status', {}).data
  const credentials = useOperation('accounts.credentials', {}).data
  const [choice, setChoice] = useState<{ mailbox: MailboxChoice; provider: Provider } | null>(() =>
    decided(request),
  )
  const [changingClient, setChangingClient] = useState(false)
  const [made, setMade] = useState<HalfMade | null>(null)
  const [attempt, setAttempt] = useState<Attempt | null>(null)
  const [starting, setStarting] = useState(false)
  const [startError, setStartError] = useState<string | null>(null)

  const known = attempt ?? reconnected(request)
  const account = useOperation(
    'accounts.get',
    { mailboxId: known?.mailboxId ?? '', accountId: known?.accountId ?? '' },
    { enabled: known !== null },
  ).data
  const outcome = connectionOutcome(account)
  const waiting = attempt !== null && outcome.kind === 'waiting'
  const step = connectStep({ chosen: choice, tokenStore, credentials, changingClient })
  const client = credentials?.find(({ provider }) => provider === 'gmail')

  // The account is called by its address from now on; until then nobody knew it.
  const newAccountId = made?.accountId ?? null
  const newMailboxId = made?.mailboxId ?? null
  const connectedAs = outcome.kind === 'connected' ? outcome.emailAddress : null
  useEffect(() => {
    if (newAccountId === null || newMailboxId === null || connectedAs === null) return
    call('accounts.update', {
      mailboxId: newMailboxId,
      accountId: newAccountId,
      displayLabel: connectedAs,
    }).catch((error: unknown) => showToast({ tone: 'error', text: errorText(t, error) }))
  }, [newAccountId, newMailboxId, connectedAs, t])

  const signIn = async () => {
    if (choice === null) return
    const tab = openTab()
    setStarting(true)
    setStartError(null)
    try {
      const target = await targetOf(request, choice, made, setMade)
      const started = await call('accounts.connect', target)
      await refetch(target.mailboxId, target.accountId)
      setAttempt({ newMailbox: false, ...made, ...target, ...started })
      tab.go(started.authorizationUrl)
    } catch (error) {
      tab.close()
      setStartError(errorText(t, error))
    } finally {
      setStarting(false)
    }
  }

  const cancelAttempt = async () => {
    if (attempt === null) return
    const { mailboxId, accountId } = attempt
    setAttempt(null)
    try {
      await call('accounts.cancelConnect', { mailboxId, accountId })
    } catch (error) {
      showToast({ tone: 'error', text: errorText(t, error) })
    }
  }

  const leave = async () => {
    close()
    try {
      if (waiting) {
        const { mailboxId, accountId } = attempt
        await call('accounts.cancelConnect', { mailboxId, accountId })
      }
      if (made !== null) await removeHalfMade(made)
    } catch (error) {
      showToast({ tone: 'error', text: errorText(t, error) })
    }
  }

  const content = () => {
    if (known !== null && outcome.kind === 'connected') {
      return (
        <ConnectedStep
          accountId={known.accountId}
          emailAddress={outcome.emailAddress}
          onDone={() => void leave()}
        />
      )
    }
    if (waiting) return <WaitingStep {...attempt} onCancel={() => void cancelAttempt()} />
    switch (step) {
      case 'loading':
        return <Loading />
      case 'choose':
        return mailboxes === undefined ? (
          <Loading />
        ) : (
          <ChooseStep
            mailboxes={mailboxes}
            mailboxId={request.mailboxId}
            provider={request.provider}
            onChosen={(mailbox, provider) => setChoice({ mailbox, provider })}
          />
        )
      case 'outlook':
        return (
          <div className="flex flex-col gap-4">
            <p className="text-ink-2">{t('connect.outlookLater')}</p>
            <div className="flex justify-end">
              <Button onClick={() => setChoice(null)}>{t('connect.back')}</Button>
            </div>
          </div>
        )
      case 'token-store':
        return tokenStore === undefined ? <Loading /> : <TokenStoreForm status={tokenStore} />
      case 'client':
        return (
          <ClientStep
            problem={client?.problem ?? null}
            onImported={() => setChangingClient(false)}
          />
        )
      case 'sign-in':
        return (
          <ReadyStep
            emailAddress={reconnects(request, account)}
            clientId={client?.clientId ?? null}
            busy={starting}
            error={
              startError ?? (attempt !== null && outcome.kind === 'failed' ? outcome.message : null)
            }
            onSignIn={() => void signIn()}
            onChangeClient={() => setChangingClient(true)}
          />
        )
    }
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) void leave()
      }}
      title={t(titleOf(request, step))}
      size={step === 'client' ? 'medium' : 'small'}
    >
      <div className="text-sm">{content()}</div>
    </Dialog>
  )
}

function Loading() {
  return (
    <div className="flex flex-col gap-3">
      <Skeleton className="h-4 w-64" />
      <Skeleton className="h-4 w-48" />
    </div>
  )
}

function titleOf(request: ConnectRequest, step: ReturnType<typeof connectStep>): string {
  if (step === 'client') return 'connect.titleClient'
  if (step === 'token-store') return 'connect.titleTokenStore'
  return request.accountId === undefined ? 'connect.title' : 'connect.titleReconnect'
}

/** What the request leaves no choice about, or null where the first step has to ask. */
function decided(request: ConnectRequest): { mailbox: MailboxChoice; provider: Provider } | null {
  const { mailboxId, provider, accountId } = request
  if (mailboxId === null || (provider === undefined && accountId === undefined)) return null
  return { mailbox: { kind: 'existing', mailboxId }, provider: provider ?? 'gmail' }
}

function reconnected(request: ConnectRequest): { mailboxId: string; accountId: string } | null {
  const { mailboxId, accountId } = request
  return mailboxId === null || accountId === undefined ? null : { mailboxId, accountId }
}

/** The address of an account that is connected again, or null for a new one. */
function reconnects(request: ConnectRequest, account: Account | undefined): string | null {
  if (request.accountId === undefined) return null
  return account?.emailAddress ?? account?.displayLabel ?? null
}

/** The account to sign in with; made on the way, with its mailbox, where there is none yet. */
async function targetOf(
  request: ConnectRequest,
  choice: { mailbox: MailboxChoice; provider: Provider },
  made: HalfMade | null,
  onMade: (made: HalfMade) => void,
): Promise<{ mailboxId: string; accountId: string }> {
  const again = reconnected(request)
  if (again !== null) return again
  if (made?.accountId) return { mailboxId: made.mailboxId, accountId: made.accountId }
  const newMailbox = made?.newMailbox ?? choice.mailbox.kind === 'new'
  const mailboxId = made?.mailboxId ?? (await mailboxOf(choice.mailbox))
  onMade({ mailboxId, accountId: null, newMailbox })
  const account: OutputOf<'accounts.create'> = await call('accounts.create', {
    mailboxId,
    provider: choice.provider,
    displayLabel: choice.provider === 'gmail' ? 'Gmail' : 'Outlook',
  })
  onMade({ mailboxId, accountId: account.accountId, newMailbox })
  return { mailboxId, accountId: account.accountId }
}

async function mailboxOf(choice: MailboxChoice): Promise<string> {
  if (choice.kind === 'existing') return choice.mailboxId
  return (await call('mailboxes.create', { displayName: choice.name })).mailboxId
}

/** Reads the account again, so that an error of an earlier attempt is not taken for this one’s. */
async function refetch(mailboxId: string, accountId: string): Promise<void> {
  const input = { mailboxId, accountId }
  await queryClient.query({
    queryKey: operationKey('accounts.get', input),
    queryFn: () => call('accounts.get', input),
    staleTime: 0,
  })
}
