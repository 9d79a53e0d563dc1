using System.Globalization;
using StackExchange.Redis;
using TransitHub.Core.Storage.Changes;
using TransitHub.Core.Storage.Leases;
using TransitHub.Redis.Connection;
using TransitHub.Redis.Content;
using Lease = TransitHub.Core.Storage.Leases.Lease;

namespace TransitHub.Redis.Changes;

/// <summary>Streams of Redis, an entry's id is its number and <c>-0</c>; an account beside each has the last number, which stays when the entries are gone.</summary>
internal sealed class RedisChangeStreams(RedisConnection connection) : IChangeStreams
{
    private const int FieldsPerEntry = 4;

    /// <inheritdoc/>
    public async ValueTask AppendAsync(long id, ReadOnlyMemory<byte> content, Lease lease, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        ArgumentOutOfRangeException.ThrowIfLessThan(id, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(content.Length, IChangeStreams.MaxEntryBytes);
        (int form, ReadOnlyMemory<byte> bytes) = ChangeForm.Pack(content);
        RedisResult[] answer = await connection.RunAsync(
            $"telling the changes of {lease.Name}",
            RedisScript.ChangesAppend,
            [connection.Keys.Changes(lease.Name), connection.Keys.ChangesAccount(lease.Name), connection.Keys.Lease(lease.Name)],
            [lease.Token, id, form, RedisContent.Checksum(bytes.Span), bytes, IChangeStreams.MaxEntries],
            cancellationToken).ConfigureAwait(false);
        ScriptAnswer.ThrowIfFenced(answer, lease);
        if (!ScriptAnswer.IsOk(answer))
        {
            throw new ChangeGapException(lease.Name, id, (long)answer[1]);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<ChangePage> ReadAfterAsync(LeaseName stream, long id, int most, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(id);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        RedisResult[] answer = await this.ReadAsync(stream, id + 1, most, cancellationToken).ConfigureAwait(false);
        if ((long)answer[1] <= id)
        {
            return (long)answer[1] == id ? ChangePage.Empty : ChangePage.Gone;
        }

        List<ChangeEntry> entries = [];
        for (int at = 2; at + FieldsPerEntry <= answer.Length; at += FieldsPerEntry)
        {
            // What is damaged ends the page: of it alone, nothing can be told any more.
            if ((long)answer[at] != id + 1 + entries.Count || Content(answer, at) is not { } content)
            {
                break;
            }

            entries.Add(new ChangeEntry((long)answer[at], content));
        }

        return entries.Count == 0 ? ChangePage.Gone : new ChangePage(entries, IsGone: false);
    }

    /// <inheritdoc/>
    public async ValueTask<ChangeExtent> ExtentAsync(LeaseName stream, CancellationToken cancellationToken)
    {
        RedisResult[] answer = await this.ReadAsync(stream, 1, 1, cancellationToken).ConfigureAwait(false);
        long last = (long)answer[1];
        return new ChangeExtent(answer.Length > 2 ? (long)answer[2] : last + 1, last);
    }

    /// <inheritdoc/>
    public async ValueTask TrimAsync(LeaseName stream, long first, CancellationToken cancellationToken)
    {
        RedisKey key = connection.Keys.Changes(stream);
        string from = string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, first)}-0");
        await connection.RunAsync(
            $"trimming the changes of {stream}", d => d.ExecuteAsync("XTRIM", [key, "MINID", "=", from]), cancellationToken).ConfigureAwait(false);
    }

    private static byte[]? Content(RedisResult[] answer, int at)
    {
        ReadOnlyMemory<byte> bytes = (RedisValue)answer[at + 3];
        return RedisContent.Checksum(bytes.Span) == (string?)answer[at + 2] ? ChangeForm.Unpack((int)answer[at + 1], bytes) : null;
    }

    private Task<RedisResult[]> ReadAsync(LeaseName stream, long first, int most, CancellationToken cancellationToken) => connection.RunAsync(
        $"reading the changes of {stream}",
        RedisScript.ChangesRead,
        [connection.Keys.Changes(stream), connection.Keys.ChangesAccount(stream)],
        [first, most],
        cancellationToken);
}
