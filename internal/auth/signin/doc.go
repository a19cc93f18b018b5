// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package signin says who signs in. New returns the sign-in that a configuration asks for; For
// returns its source of tokens for one service. The logins get the first refresh token.
//
//	New ─► Tokens ─► For(service) ─► Token
//	                                   │ in memory, and good for 5 minutes more?  ─► that one
//	                                   │ refused within the last minute?          ─► the same error
//	                                   ▼
//	                  one renewal for all callers who want the same, of at most 10 minutes
//	                                   │
//	      access_token: none  ·  use_cli: az account get-access-token  ·  refresh token:
//	                                   │ lock the chain, then the token cache
//	                                   │ an access token in the cache serves?     ─► that one
//	                                   ▼
//	             redeem the newest refresh token ── invalid_grant ─► redeem the configured one
//	                                   │
//	                  the reply's refresh token is the newest; save both; unlock
//
// A chain of refresh tokens belongs to the app and the user, not to a service: the sources of all
// services share it. A token of a tenant other than the configured one is refused before it is
// used.
package signin
