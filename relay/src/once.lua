-- Uses a token, once, and counts the use against its person.
-- KEYS: the token, the person. ARGV: seconds for which the token is remembered, the window of the count in seconds, and how
-- many uses there may be in it. Answers 1 if this use is allowed. A use that isn't counts neither way.
if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
if tonumber(redis.call('GET', KEYS[2]) or 0) >= tonumber(ARGV[3]) then return 0 end
redis.call('SET', KEYS[1], '1', 'EX', ARGV[1])
if redis.call('INCR', KEYS[2]) == 1 then redis.call('EXPIRE', KEYS[2], ARGV[2]) end
return 1
