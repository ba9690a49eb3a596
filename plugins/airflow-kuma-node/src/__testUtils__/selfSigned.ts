/**
 * A certificate for 127.0.0.1 that nobody trusts, made for these tests and
 * used nowhere else. It signs itself, so it is also the CA to trust it by.
 */
export const selfSigned = {
  cert: `-----BEGIN CERTIFICATE-----
MIIBmzCCAUGgAwIBAgIUdfwKlvZCB9d9iMoBo7Yd6cbYVp0wCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMzAwNTMyOVoYDzIxMjYxMDMw
MDA1MzI5WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAToiRbK47SR7dJFcduZ/lsyGIku6av8Fq9vfqb0qyf+CApeHkzg+uXK
kYGFUEIsWCZeGg+9eVDnLCtdHkmQ65vNo28wbTAdBgNVHQ4EFgQUyNSquwXHu22j
6hq1cvnLQFApXU8wHwYDVR0jBBgwFoAUyNSquwXHu22j6hq1cvnLQFApXU8wDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARhwR/AAABgglsb2NhbGhvc3QwCgYIKoZI
zj0EAwIDSAAwRQIgEKF+3/EWwGBSDBqdJyP8khsIMCHXu0VyLiyikachv+4CIQD6
pOzj70dy6V+PxFj6BFLxr7TFkm8D5GqXendNhQh6og==
-----END CERTIFICATE-----
`,
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQglkJCgWr1+HPPdy/v
UqNfVeUUUak2gBLxHYAjmZhVxSShRANCAAToiRbK47SR7dJFcduZ/lsyGIku6av8
Fq9vfqb0qyf+CApeHkzg+uXKkYGFUEIsWCZeGg+9eVDnLCtdHkmQ65vN
-----END PRIVATE KEY-----
`,
};
