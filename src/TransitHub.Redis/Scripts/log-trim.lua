-- Removes the entries whose last record is before a sequence, and settles the account.
-- KEYS: log, account, lease. ARGV: token ('' = anybody), the sequence.
-- Gives: 'ok' and the sequence of the last record of the oldest entry and the number of its records, both 0 when none is left; or 'fenced'.
if ARGV[1] ~= '' and redis.call('HGET', KEYS[3], 'token') ~= ARGV[1] then
  return {'fenced'}
end
redis.call('XTRIM', KEYS[1], 'MINID', '=', ARGV[2] .. '-0')
local oldest = redis.call('XRANGE', KEYS[1], '-', '+', 'COUNT', 1)[1]
if not oldest then
  local bytes = redis.call('HGET', KEYS[2], 'bytes')
  if bytes then
    redis.call('HSET', KEYS[2], 'trimmed', bytes)
  end
  return {'ok', '0', '0'}
end
local fields = {}
for i = 1, #oldest[2], 2 do
  fields[oldest[2][i]] = oldest[2][i + 1]
end
redis.call('HSET', KEYS[2], 'trimmed', string.format('%d', tonumber(fields['c']) - #fields['b']))
return {'ok', string.match(oldest[1], '^%d+'), fields['n']}
