-- Keeps a record that was left out of a log; when there is no more room it is only counted.
-- KEYS: quarantine. ARGV: sequence, the record, how many are kept. Gives: 'ok', 'known' or 'full'.
if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 1 then
  return {'known'}
end
local kept = redis.call('HLEN', KEYS[1]) - redis.call('HEXISTS', KEYS[1], 'left-out')
if kept >= tonumber(ARGV[3]) then
  redis.call('HINCRBY', KEYS[1], 'left-out', 1)
  return {'full'}
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
return {'ok'}
