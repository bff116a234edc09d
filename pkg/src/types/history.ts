/** An event of a user. Timestamps are ISO 8601 in UTC, or seconds since 1970. */
export interface EventRecord {
  id: number;
  /** The user's id. */
  client?: number;
  user_id?: number;
  event?: string;
  event_id?: number;
  timestamp?: number | string;
  items?: { key: string; value: unknown }[];
}

/** An e-mail a user was sent. */
export interface EmailRecord {
  id: number;
  status?: string;
  subject?: string;
  created_at?: string;
  sent_at?: string | null;
  opened_at?: string | null;
  clicked_at?: string | null;
}

/** A page a user has seen. */
export interface PingHit {
  id: number;
  client?: number;
  browser_family?: string | null;
  browser_version?: string | null;
  city?: string | null;
  country?: string | null;
  extra_data?: unknown;
  ip_address?: string | null;
  os_type?: string | null;
  referer?: string | null;
  resolution?: string | null;
  timestamp?: number | string;
  timezone?: string | null;
  url?: string;
  user_agent?: string | null;
}

/** Something that happened to a user. */
export interface TimelineEntry {
  id: number;
  datetime?: string;
  name?: string;
  content?: { url?: string; title?: string };
}

/** Something a user did with a product. */
export interface ProductEventRecord {
  id: number;
  client?: number;
  event_type?: string;
  timestamp?: number | string;
  custom_data?: Record<string, unknown>;
}

/** A segment: users who have something in common. */
export interface Segment {
  id: number;
  name?: string;
  description?: string;
  /** The address of the list of its users. */
  users?: string;
}
