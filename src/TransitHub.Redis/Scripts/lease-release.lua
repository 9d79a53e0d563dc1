-- Gives a lease back if it is still held.
-- KEYS: lease. ARGV: token. Gives: 'ok' or 'fenced'.
if redis.call('HGET', KEYS[1], 'token') ~= ARGV[1] then
  return {'fenced'}
end
redis.call('DEL', KEYS[1])
return {'ok'}
