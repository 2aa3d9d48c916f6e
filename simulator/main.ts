import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { addDemoAccounts } from './demo/demo-accounts.ts'
import { startSimulator } from './start-simulator.ts'

const USAGE = `npm run simulator -- [options]
  --port N            port on 127.0.0.1 (default: any free one)
  --accounts N        generated accounts (default 1): user1@sim.example, user2@sim.example, …
  --messages N        generated messages in each (default 200)
  --seed-dir DIR      fill user1@sim.example from DIR's .eml files instead
  --microsoft N       generated Microsoft accounts as well (default 0): user1@outlook.example, …
  --demo              the three demo accounts instead, two at Google and one at Microsoft
  --latency MS        round trip (default 0)
  --quota PROFILE     legacy or current (default legacy)
  --consent MODE      page or auto (default page)
  --state FILE        keep accounts, mail and sign-ins in FILE between runs
  --credentials FILE  write the Google client JSON to FILE
  --microsoft-credentials FILE  write the Microsoft client JSON to FILE`

/** Starts the simulator from the command line and prints its address once it answers. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '0' },
      accounts: { type: 'string', default: '1' },
      messages: { type: 'string', default: '200' },
      'seed-dir': { type: 'string' },
      demo: { type: 'boolean', default: false },
      latency: { type: 'string', default: '0' },
      quota: { type: 'string', default: 'legacy' },
      consent: { type: 'string', default: 'page' },
      state: { type: 'string' },
      credentials: { type: 'string' },
      microsoft: { type: 'string', default: '0' },
      'microsoft-credentials': { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    console.log(USAGE)
    return
  }
  const simulator = await startSimulator({
    port: numberOf('port', values.port),
    latencyMs: numberOf('latency', values.latency),
    quotaProfile: oneOf('quota', values.quota, ['legacy', 'current']),
    consent: oneOf('consent', values.consent, ['page', 'auto']),
    ...(values.state === undefined ? {} : { stateFile: values.state }),
  })
  const { accounts } = simulator
  if (accounts.list().length === 0) {
    const directory = values['seed-dir']
    if (values.demo) addDemoAccounts(accounts, simulator.clock.now())
    else if (directory !== undefined)
      accounts.create({ email: 'user1@sim.example', messages: readMessages(directory) })
    else
      for (let number = 1; number <= numberOf('accounts', values.accounts); number += 1)
        accounts.create({
          email: `user${number}@sim.example`,
          displayName: `User ${number}`,
          messages: numberOf('messages', values.messages),
        })
  }
  for (let number = 1; number <= numberOf('microsoft', values.microsoft); number += 1) {
    const email = `user${number}@outlook.example`
    if (accounts.listMicrosoft().some((account) => account.email === email)) continue
    accounts.createMicrosoft({
      email,
      displayName: `User ${number}`,
      messages: numberOf('messages', values.messages),
      folders: ['Projects/Clients'],
    })
  }
  const microsoftFile = values['microsoft-credentials']
  if (microsoftFile !== undefined)
    writeFileSync(microsoftFile, JSON.stringify(simulator.microsoftCredentials, null, 2), {
      mode: 0o600,
    })
  if (values.credentials !== undefined)
    writeFileSync(values.credentials, JSON.stringify(simulator.googleCredentials, null, 2), {
      mode: 0o600,
    })
  console.log(`Simulator listening on ${simulator.url}`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void simulator.close())
}

function readMessages(directory: string): Buffer[] {
  return readdirSync(directory)
    .filter((name) => name.toLowerCase().endsWith('.eml'))
    .sort()
    .map((name) => readFileSync(join(directory, name)))
}

function numberOf(name: string, text: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 0) throw new Error(`--${name} takes a whole number`)
  return value
}

function oneOf<T extends string>(name: string, text: string, choices: readonly T[]): T {
  const choice = choices.find((entry) => entry === text)
  if (choice === undefined) throw new Error(`--${name} takes ${choices.join(' or ')}`)
  return choice
}

try {
  await main()
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
