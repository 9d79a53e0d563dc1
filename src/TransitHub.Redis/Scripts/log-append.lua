-- Appends one entry with many records. Sequences are given out here, so that many writers share one order without gaps.
-- KEYS: log, account, writer, lease. ARGV: token ('' = anybody), the writer's number of this append, records in it, their latest
-- received_at, the entry, the most bytes of the log, milliseconds that the writer is remembered.
-- Gives: 'ok' and the sequence of the last record, also when the append was made before; 'fenced'; or 'full' and the bytes in the log.
if ARGV[1] ~= '' and redis.call('HGET', KEYS[4], 'token') ~= ARGV[1] then
  return {'fenced'}
end
local done = redis.call('HMGET', KEYS[3], 'number', 'last')
if done[1] == ARGV[2] then
  return {'ok', done[2]}
end
local account = redis.call('HMGET', KEYS[2], 'last', 'high', 'bytes', 'trimmed')
local size = #ARGV[5]
local bytes = tonumber(account[3] or '0')
local kept = bytes - tonumber(account[4] or '0')
if kept > 0 and kept + size > tonumber(ARGV[6]) then
  return {'full', string.format('%d', kept)}
end
local last = string.format('%d', tonumber(account[1] or '0') + tonumber(ARGV[3]))
local high = ARGV[4]
if account[2] and tonumber(account[2]) > tonumber(high) then
  high = account[2]
end
bytes = string.format('%d', bytes + size)
redis.call('XADD', KEYS[1], last .. '-0', 'n', ARGV[3], 'h', high, 'c', bytes, 'b', ARGV[5])
redis.call('HSET', KEYS[2], 'last', last, 'high', high, 'bytes', bytes)
redis.call('HSET', KEYS[3], 'number', ARGV[2], 'last', last)
redis.call('PEXPIRE', KEYS[3], ARGV[7])
return {'ok', last}
