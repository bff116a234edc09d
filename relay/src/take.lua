-- Takes from several token buckets at once, or from none. A bucket is the time, in microseconds, at which it is empty of debts.
-- KEYS: the pause, then the buckets. ARGV, for each bucket: microseconds for one, how many at once, how many are taken,
-- milliseconds that the taker waits, and 1 if the bucket keeps what is taken.
-- Answers { which bucket refuses, milliseconds to wait }: 0 for none, -1 for the pause.
local pause = redis.call('PTTL', KEYS[1])
if pause > 0 then return { -1, pause } end
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local kept, longest = {}, 0
for i = 2, #KEYS do
  local each, burst, count, patience, keeps = unpack(ARGV, 5 * i - 9, 5 * i - 5)
  local paid = math.max(tonumber(redis.call('GET', KEYS[i]) or 0), now) + each * count
  local wait = math.ceil((paid - now - each * burst) / 1000)
  if wait > tonumber(patience) then return { i - 1, wait } end
  longest = math.max(longest, wait)
  if keeps == '1' then kept[KEYS[i]] = paid end
end
for key, paid in pairs(kept) do
  redis.call('SET', key, string.format('%.0f', paid), 'PX', math.ceil((paid - now) / 1000) + 1000)
end
return { 0, longest }
