export { findSignInFailure } from './sign-in/connection-outcome.ts'
export { signInFailureText } from './sign-in/sign-in-failure-text.ts'
export { TokenStoreForm } from './token-store-form.tsx'
