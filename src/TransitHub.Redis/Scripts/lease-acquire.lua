-- Takes a lease that is free, or gives the owner the one it has, with its time begun anew.
-- KEYS: lease, tokens. ARGV: owner, milliseconds. Gives: 'ok' or 'held', the token.
local held = redis.call('HMGET', KEYS[1], 'owner', 'token')
if held[1] and held[1] ~= ARGV[1] then
  return {'held', held[2]}
end
local token = held[2]
if not token then
  token = redis.call('INCR', KEYS[2])
  redis.call('HSET', KEYS[1], 'owner', ARGV[1], 'token', token)
end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return {'ok', token}
