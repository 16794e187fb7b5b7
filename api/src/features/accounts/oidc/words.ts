import type { ErrorText } from '@anwang/domain'

/** Why signing in by an identity provider was refused. NO_SIGN_IN: no account has the identity, or one that has to wait; which of these is not told. */
export const identityWords = {
  NO_PROVIDER: { zh: '本系统没有接入统一身份认证。', en: 'There is no identity provider here.' },
  NO_SIGN_IN: { zh: '没有账号绑定这个身份，或该账号暂时不能登录。请先用用户名和密码登录，在“我的账号”中绑定；没有账号的请联系安全管理员。', en: 'No account is bound to this identity, or it cannot sign in just now. Sign in by user name and password and bind it in “My account”; without an account ask the security administrator.' },
  CANCELLED: { zh: '没有完成统一身份认证。', en: 'Signing in at the identity provider was not finished.' },
  PROVIDER_DOWN: { zh: '统一身份认证没有响应，请稍后再试，或用用户名和密码登录。', en: 'The identity provider does not answer: try again later, or sign in by user name and password.' },
  PROVIDER_WRONG: { zh: '统一身份认证的答复无效，没有登录。请重试；仍不行的请联系系统管理员。', en: 'What the identity provider answered does not hold. Try again; if it stays so, ask the system administrator.' },
  STALE: { zh: '这次统一身份认证已过期或已用过，请重新开始。', en: 'This went on too long or was used already: begin again.' },
  IDENTITY_TAKEN: { zh: '这个身份已绑定其他账号，或本账号已绑定其他身份。请先解除绑定。', en: 'The identity is bound to another account, or this account to another identity: unbind that first.' },
  NO_IDENTITY: { zh: '没有绑定统一身份认证。', en: 'No identity is bound.' },
} as const satisfies Readonly<Record<string, ErrorText>>

export type IdentityRefusal = keyof typeof identityWords
