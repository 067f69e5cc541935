import type { RouteName } from '@koppel/protocol';
import {
  keepPreviousData,
  useMutation,
  useQuery,
  useQueryClient,
  type QueryKey,
  type UseMutationResult,
  type UseQueryResult,
} from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import type { Api, ApiInput, ApiReply, CallOptions } from './api.ts';
import type { ApiError } from './api-error.ts';

const ApiContext = createContext<Api | null>(null);

/** Gives the components inside it the client of the API. */
export const ApiProvider = ApiContext.Provider;

/** The client of the API. */
export function useApi(): Api {
  const api = useContext(ApiContext);
  if (!api) throw new Error('This component needs an ApiProvider around it.');
  return api;
}

/** The key under which a reading route's reply is cached. Without an input: all replies of that route. */
export function keyOf<Name extends RouteName>(name: Name, input?: ApiInput<Name>): QueryKey {
  return input === undefined ? [name] : [name, input];
}

type AnyCall = (input: unknown, options?: CallOptions) => Promise<unknown>;

export interface ReadOptions {
  readonly isEnabled?: boolean;
  /** Asks again this often while the page is in sight. */
  readonly everyMs?: number;
  /** Asks whenever the component appears, however young a reply in memory is; `isFetchedAfterMount` says when it has one. */
  readonly asksAnew?: boolean;
  /** Shows the former reply while another input is being read: for filters. */
  readonly keepsFormer?: boolean;
}

/** Reads a GET route, cached by its input. */
export function useRead<Name extends RouteName>(
  name: Name,
  input: ApiInput<Name>,
  { isEnabled = true, everyMs, asksAnew = false, keepsFormer = false }: ReadOptions = {},
): UseQueryResult<ApiReply<Name>, ApiError> {
  const api = useApi();
  return useQuery<ApiReply<Name>, ApiError>({
    queryKey: keyOf(name, input),
    queryFn: async ({ signal }) => (await (api[name] as AnyCall)(input, { signal })) as ApiReply<Name>,
    enabled: isEnabled,
    ...(everyMs === undefined ? {} : { refetchInterval: everyMs }),
    ...(asksAnew ? { refetchOnMount: 'always' as const } : {}),
    ...(keepsFormer ? { placeholderData: keepPreviousData } : {}),
  });
}

/** Calls a route that changes something; when it succeeded, the replies of `stale` are read again. */
export function useCall<Name extends RouteName>(
  name: Name,
  { stale = [] }: { readonly stale?: readonly RouteName[] } = {},
): UseMutationResult<ApiReply<Name>, ApiError, ApiInput<Name>> {
  const api = useApi();
  const client = useQueryClient();
  return useMutation<ApiReply<Name>, ApiError, ApiInput<Name>>({
    mutationKey: [name],
    mutationFn: async (input) => (await (api[name] as AnyCall)(input)) as ApiReply<Name>,
    onSuccess: async () => {
      await Promise.all(stale.map((route) => client.invalidateQueries({ queryKey: keyOf(route) })));
    },
  });
}
