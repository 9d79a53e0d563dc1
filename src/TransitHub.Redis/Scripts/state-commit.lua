-- Makes a written content the state; the one before goes five seconds later, when those who were reading it are done.
-- KEYS: account, new content, former content, lease. ARGV: token, new generation, former generation ('' = none), parts, then fields and values.
-- Gives: 'ok', also when it was done before; 'fenced'; 'changed' when another content came between; 'incomplete' when parts are missing.
if redis.call('HGET', KEYS[4], 'token') ~= ARGV[1] then
  return {'fenced'}
end
local current = redis.call('HGET', KEYS[1], 'generation') or ''
if current == ARGV[2] then
  return {'ok'}
end
if current ~= ARGV[3] then
  return {'changed'}
end
if redis.call('HLEN', KEYS[2]) ~= tonumber(ARGV[4]) then
  return {'incomplete'}
end
redis.call('HSET', KEYS[1], 'generation', ARGV[2], 'parts', ARGV[4], unpack(ARGV, 5))
redis.call('PERSIST', KEYS[2])
if ARGV[3] ~= '' then
  redis.call('PEXPIRE', KEYS[3], 5000)
end
return {'ok'}
