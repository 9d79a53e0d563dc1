-- Gives a number for a new generation of a state or of published feeds, and the account of what stands.
-- KEYS: account, lease. ARGV: token. Gives: 'ok', the number, and the account's fields and values; or 'fenced'.
if redis.call('HGET', KEYS[2], 'token') ~= ARGV[1] then
  return {'fenced'}
end
local answer = {'ok', redis.call('HINCRBY', KEYS[1], 'next', 1)}
for _, text in ipairs(redis.call('HGETALL', KEYS[1])) do
  answer[#answer + 1] = text
end
return answer
