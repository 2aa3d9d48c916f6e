import {
  CancelledError,
  keepPreviousData,
  QueryClient,
  useMutation,
  useQuery,
  type UseMutationResult,
  type UseQueryOptions,
  type UseQueryResult,
} from '@tanstack/react-query'
import type { InputOf, OperationName, OutputOf } from '#shared/contract/index.ts'
import { call, type CallError } from './client.ts'

/** All data from the core lives here. Nothing goes stale by time: events say what to read again. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: Infinity,
      gcTime: 10 * 60_000,
      refetchOnWindowFocus: false,
      networkMode: 'always',
      // The core is on this machine: a failure is an answer, not a hiccup.
      retry: false,
    },
    mutations: { networkMode: 'always', retry: false },
  },
})

export type OperationKey<N extends OperationName> = readonly [N, InputOf<N>]

/** The cache key of an operation with its input. */
export function operationKey<N extends OperationName>(name: N, input: InputOf<N>): OperationKey<N> {
  return [name, input]
}

interface OperationOptions {
  enabled?: boolean
  /** Keep showing the previous input’s answer until the new one is there. */
  keepPrevious?: boolean
}

/**
 * Reads an operation, and again whenever an event says that its answer changed. What nobody shows
 * any more is cancelled. Only for operations that read.
 */
export function useOperation<N extends OperationName>(
  name: N,
  input: InputOf<N>,
  { enabled = true, keepPrevious = false }: OperationOptions = {},
): UseQueryResult<OutputOf<N>, CallError> {
  const options: UseQueryOptions<OutputOf<N>, CallError> = {
    queryKey: operationKey(name, input),
    queryFn: ({ signal }) => call(name, input, { signal }),
    enabled,
  }
  if (keepPrevious) options.placeholderData = keepPreviousData
  return useQuery<OutputOf<N>, CallError>(options)
}

/**
 * Reads an operation through the cache, outside React. Throws CallError. It may share a reading that
 * a screen began, which is cancelled where that screen goes away: then it reads by itself, because
 * whoever asked here still waits.
 */
export async function readOperation<N extends OperationName>(
  name: N,
  input: InputOf<N>,
  { staleTime = Infinity }: { staleTime?: number } = {},
): Promise<OutputOf<N>> {
  const options = {
    queryKey: operationKey(name, input),
    queryFn: () => call(name, input),
    staleTime,
  }
  try {
    return await queryClient.query<OutputOf<N>>(options)
  } catch (error) {
    if (!(error instanceof CancelledError)) throw error
    return await call(name, input)
  }
}

/** Changes the cache at once, and answers how to take the change back. */
export type Optimistic<N extends OperationName> = (input: InputOf<N>) => () => void

interface CommandOptions<N extends OperationName> {
  optimistic?: Optimistic<N>
  onSuccess?: (output: OutputOf<N>, input: InputOf<N>) => void
  onError?: (error: CallError, input: InputOf<N>) => void
}

/**
 * Runs a command. With `optimistic` the screen changes at once and goes back when it fails; what
 * the command really did arrives as an event.
 */
export function useCommand<N extends OperationName>(
  name: N,
  { optimistic, onSuccess, onError }: CommandOptions<N> = {},
): UseMutationResult<OutputOf<N>, CallError, InputOf<N>, (() => void) | undefined> {
  return useMutation<OutputOf<N>, CallError, InputOf<N>, (() => void) | undefined>({
    mutationFn: (input) => call(name, input),
    onMutate: (input) => optimistic?.(input),
    onSuccess: (output, input) => onSuccess?.(output, input),
    onError: (error, input, rollBack) => {
      rollBack?.()
      onError?.(error, input)
    },
  })
}
