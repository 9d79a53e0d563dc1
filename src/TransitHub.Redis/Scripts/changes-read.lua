-- Reads the entries behind a place, and the last number, at one moment.
-- KEYS: stream, account. ARGV: the first number that is wanted, how many. Gives: 'ok', the last number, and for each entry its id, form, checksum, content.
local answer = {'ok', redis.call('HGET', KEYS[2], 'last') or '0'}
for _, entry in ipairs(redis.call('XRANGE', KEYS[1], ARGV[1] .. '-0', '+', 'COUNT', ARGV[2])) do
  local fields = {}
  for i = 1, #entry[2], 2 do
    fields[entry[2][i]] = entry[2][i + 1]
  end
  answer[#answer + 1] = string.match(entry[1], '^%d+')
  answer[#answer + 1] = fields['f']
  answer[#answer + 1] = fields['x']
  answer[#answer + 1] = fields['b']
end
return answer
