-- Counts a key that nobody has against its address, once in the window.
-- KEYS: the stranger, the address's bucket. ARGV: the window in milliseconds, microseconds for one.
if not redis.call('SET', KEYS[1], '1', 'NX', 'PX', ARGV[1]) then return 0 end
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local paid = math.max(tonumber(redis.call('GET', KEYS[2]) or 0), now) + ARGV[2]
redis.call('SET', KEYS[2], string.format('%.0f', paid), 'PX', math.ceil((paid - now) / 1000) + 1000)
return 1
