-- Begins a lease's time anew if it is still held.
-- KEYS: lease. ARGV: token, milliseconds. Gives: 'ok' or 'fenced'.
if redis.call('HGET', KEYS[1], 'token') ~= ARGV[1] then
  return {'fenced'}
end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return {'ok'}
