import type { Person } from '#shared/contract/fields.ts'
import { isSameAddress } from '#shared/domain/own-addresses.ts'
import { OperationError } from '#shared/errors.ts'
import type { AccountRow } from '../../ports/accounts.ts'
import type { ReadRepositories } from '../../ports/store.ts'

/**
 * Whom a message is from: the account's person, at its own address or at the alias that was chosen.
 * @throws OperationError account_not_connected, sender_not_allowed
 */
export async function findSender(
  read: ReadRepositories,
  account: AccountRow,
  from: string | undefined,
): Promise<Person> {
  const { emailAddress: own, personName } = account
  if (own === null) {
    throw new OperationError(
      'account_not_connected',
      'Connect this account before sending from it.',
    )
  }
  const wanted = from ?? own
  if (isSameAddress(wanted, own)) return { name: personName, email: own }
  const aliases = await read.accounts.listAliases(account.id)
  const alias = aliases.find(({ address }) => isSameAddress(address, wanted))
  if (alias !== undefined) return { name: alias.name || personName, email: alias.address }
  throw new OperationError(
    'sender_not_allowed',
    'This account may not send from that address. Choose one of its own.',
    { addresses: [own, ...aliases.map(({ address }) => address)] },
  )
}
