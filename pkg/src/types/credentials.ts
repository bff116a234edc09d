/**
 * Who a session is for: a user by name and password, a guest, or a user of a provider. Without credentials it is the
 * application's own.
 */
export type Credentials = GuestCredentials | UserCredentials;

/** Who can log in where a session already is. */
export type UserCredentials = PasswordCredentials | ProviderCredentials;

/**
 * A login or an e-mail address, and the password. If nobody has the name, the service makes the user, unless the
 * application forbids it.
 *
 * @example
 * { login: "ada", password: "example-pass-1" }
 */
export type PasswordCredentials = {
  password: string;
  guest?: undefined;
  provider?: undefined;
} & ({ login: string; email?: string | undefined } | { login?: undefined; email: string });

/** A guest: a user who is made for the session, and deleted when it ends, after a day. */
export interface GuestCredentials {
  guest: true;
  full_name?: string | undefined;
  password?: undefined;
  provider?: undefined;
}

/** A user of a provider, by what the provider gave. */
export type ProviderCredentials = Facebook | Twitter | FirebasePhone | FirebaseEmail;

interface Facebook {
  provider: "facebook";
  keys: { token: string };
}

interface Twitter {
  provider: "twitter";
  keys: { token: string; secret: string };
}

interface FirebasePhone {
  provider: "firebase_phone";
  firebase_phone: FirebaseKeys;
}

interface FirebaseEmail {
  provider: "firebase_email";
  firebase_email: FirebaseKeys;
}

interface FirebaseKeys {
  project_id: string;
  access_token: string;
}
