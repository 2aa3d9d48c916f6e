import type { User } from '@microsoft/microsoft-graph-types'
import type { GraphOperation } from '../request/graph-call.ts'
import { parseSelect } from '../request/odata-options.ts'

const FIELDS = [
  'businessPhones',
  'displayName',
  'givenName',
  'id',
  'jobTitle',
  'mail',
  'mobilePhone',
  'officeLocation',
  'preferredLanguage',
  'proxyAddresses',
  'surname',
  'userPrincipalName',
] as const satisfies (keyof User)[]

export const PROFILE_OPERATIONS: readonly GraphOperation[] = [
  {
    name: 'graph.me',
    verb: 'GET',
    path: '',
    scopes: ['User.Read'],
    query: ['$select'],
    handle: (call) => {
      const { mailbox } = call
      const select = parseSelect(call, new Set(FIELDS), 'microsoft.graph.user')
      const [givenName = '', ...rest] = mailbox.displayName.split(' ')
      const values: Required<Pick<User, (typeof FIELDS)[number]>> = {
        businessPhones: [],
        displayName: mailbox.displayName,
        givenName,
        id: mailbox.userId,
        jobTitle: null,
        // A personal account has no mail property: its address is the user principal name alone.
        mail: mailbox.kind === 'personal' ? null : mailbox.email,
        mobilePhone: null,
        officeLocation: null,
        preferredLanguage: null,
        // Only where it is selected, and empty for a personal account.
        proxyAddresses:
          mailbox.kind === 'personal'
            ? []
            : [
                `SMTP:${mailbox.email}`,
                `SIP:${mailbox.email}`,
                ...mailbox.aliases.map((alias) => `smtp:${alias}`),
              ],
        surname: rest.join(' '),
        userPrincipalName: mailbox.email,
      }
      return {
        status: 200,
        body: {
          '@odata.context': `${call.base}/$metadata#users/$entity`,
          ...Object.fromEntries(
            Object.entries(values).filter(([name]) =>
              select === null ? name !== 'proxyAddresses' : select.has(name),
            ),
          ),
        },
      }
    },
  },
]
