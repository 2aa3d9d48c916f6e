import type { TFunction } from 'i18next'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Account } from '#shared/contract/accounts.ts'
import type { Provider } from '#shared/contract/enums.ts'
import { call, CallError } from '../../client/client.ts'
import { readOperation, useOperation } from '../../client/queries.ts'
import { errorText } from '../../i18n/error-text.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { showToast } from '../../ui/toast-store.ts'
import { ChooseProviderStep } from './choose-provider-step.tsx'
import { ClientStep } from './oauth-client/client-step.tsx'
import { getConnectionOutcome, type SignInFailure } from './sign-in/connection-outcome.ts'
import { removePendingSignIn, type PendingSignIn } from './sign-in/pending-sign-in.ts'
import { openTab } from './sign-in/open-browser.ts'
import { ConnectedStep, ReadyStep, WaitingStep } from './sign-in/sign-in-steps.tsx'
import { connectStep } from './connect-step.ts'
import { useConnectDialog, type ConnectRequest } from '../../state/connect-dialog.ts'
import {
  findPresetChoice,
  findAccountToReconnect,
  getOrCreateAccount,
  type ConnectChoice,
} from './sign-in/account-to-connect.ts'
import { TokenStoreForm } from './token-store-form.tsx'

/** Connects an account, or connects it again: opened by useConnectDialog. */
export function ConnectAccountDialog() {
  const request = useConnectDialog((state) => state.request)
  return request === null ? null : <ConnectWizard key={JSON.stringify(request)} request={request} />
}

interface SignInAttempt extends PendingSignIn {
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
  const [choice, setChoice] = useState<ConnectChoice | null>(() => findPresetChoice(request))
  const [changingClient, setChangingClient] = useState(false)
  const [made, setMade] = useState<PendingSignIn | null>(null)
  const [attempt, setAttempt] = useState<SignInAttempt | null>(null)
  const [starting, setStarting] = useState(false)
  const [startFailure, setStartFailure] = useState<SignInFailure | null>(null)

  const known = attempt ?? findAccountToReconnect(request)
  const account = useOperation(
    'accounts.get',
    { mailboxId: known?.mailboxId ?? '', accountId: known?.accountId ?? '' },
    { enabled: known !== null },
  ).data
  const outcome = getConnectionOutcome(account)
  const waiting = attempt !== null && outcome.kind === 'waiting'
  const step = connectStep({ chosen: choice, tokenStore, credentials, changingClient })
  const client = credentials?.find(({ provider }) => provider === choice?.provider)

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
    setStartFailure(null)
    try {
      const label = t(`providers.${choice.provider}.name`)
      const target = await getOrCreateAccount(request, choice, label, made, setMade)
      const started = await call('accounts.connect', target)
      await refetchAccount(target.mailboxId, target.accountId)
      setAttempt({ newMailbox: false, ...made, ...target, ...started })
      tab.go(started.authorizationUrl)
    } catch (error) {
      tab.close()
      setStartFailure(toSignInFailure(t, error))
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
      if (made !== null) await removePendingSignIn(made)
    } catch (error) {
      showToast({ tone: 'error', text: errorText(t, error) })
    }
  }

  /** From the step that sets up a client, where there is another step to go back to. */
  const wayBack = () => {
    if (changingClient) return () => setChangingClient(false)
    return findPresetChoice(request) === null ? () => setChoice(null) : null
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
    if (choice === null || step === 'choose') {
      return mailboxes === undefined ? (
        <Loading />
      ) : (
        <ChooseProviderStep
          mailboxes={mailboxes}
          mailboxId={request.mailboxId}
          provider={request.provider}
          onChosen={(mailbox, provider) => setChoice({ mailbox, provider })}
        />
      )
    }
    const { provider } = choice
    if (waiting) {
      return <WaitingStep {...attempt} provider={provider} onCancel={() => void cancelAttempt()} />
    }
    switch (step) {
      case 'loading':
        return <Loading />
      case 'token-store':
        return tokenStore === undefined ? <Loading /> : <TokenStoreForm status={tokenStore} />
      case 'client':
        return (
          <ClientStep
            provider={provider}
            problem={client?.problem ?? null}
            onImported={() => setChangingClient(false)}
            onBack={wayBack()}
          />
        )
      case 'sign-in':
        return (
          <ReadyStep
            provider={provider}
            emailAddress={findReconnectedAddress(request, account)}
            clientId={client?.clientId ?? null}
            busy={starting}
            failure={startFailure ?? (outcome.kind === 'failed' ? outcome.failure : null)}
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
      title={dialogTitle(t, request, step, choice?.provider)}
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

function dialogTitle(
  t: TFunction,
  request: ConnectRequest,
  step: ReturnType<typeof connectStep>,
  provider: Provider | undefined,
): string {
  if (step === 'token-store') return t('connect.titleTokenStore')
  if (provider === undefined) return t('connect.title')
  if (step === 'client') return t(`connect.titleClient.${provider}`)
  if ('accountId' in request) return t('connect.titleReconnect')
  return t('connect.titleProvider', { name: t(`providers.${provider}.name`) })
}

/** The address of an account that is connected again, or null for a new one. */
function findReconnectedAddress(
  request: ConnectRequest,
  account: Account | undefined,
): string | null {
  if (!('accountId' in request)) return null
  return account?.emailAddress ?? account?.displayLabel ?? null
}

/** A sign-in that could not even begin. */
function toSignInFailure(t: TFunction, error: unknown): SignInFailure {
  const reason = error instanceof CallError ? error.detail?.['reason'] : undefined
  return {
    message: errorText(t, error),
    reason: typeof reason === 'string' ? reason : null,
    approvalUrl: null,
  }
}

/** Reads the account again, so that an error of an earlier attempt is not taken for this one’s. */
async function refetchAccount(mailboxId: string, accountId: string): Promise<void> {
  await readOperation('accounts.get', { mailboxId, accountId }, { staleTime: 0 })
}
