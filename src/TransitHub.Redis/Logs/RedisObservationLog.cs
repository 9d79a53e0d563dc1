using System.Globalization;
using StackExchange.Redis;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Storage;
using TransitHub.Core.Storage.Leases;
using TransitHub.Core.Storage.Quarantine;
using TransitHub.Core.Storage.Records;
using TransitHub.Core.Time;
using TransitHub.Redis.Connection;
using Lease = TransitHub.Core.Storage.Leases.Lease;

namespace TransitHub.Redis.Logs;

/// <summary>
/// A shard's log as a stream, many records in each entry. Redis gives the sequences out, so that any number of writers share one order without gaps; a
/// writer's append counts once however often it is tried. Damaged entries go to the quarantine and reading goes on behind them.
/// </summary>
internal sealed class RedisObservationLog : IObservationLog
{
    private const long WriterMilliseconds = 24L * 3600 * 1000;
    private readonly RedisConnection connection;
    private readonly IQuarantine quarantine;
    private readonly ShardId shard;
    private readonly Lease? lease;
    private readonly RedisOptions options;
    private readonly TimeProvider clock;
    private readonly Action<LogNotice>? report;
    private readonly LogPages pages;
    private readonly LogEntry encoder = new();
    private readonly RedisKey[] appendKeys;
    private readonly string appending;
    private readonly string trimming;
    private long number;
    private long lastSequence;

    private RedisObservationLog(
        RedisConnection connection, IQuarantine quarantine, ShardId shard, Lease? lease, RedisOptions options, TimeProvider clock, Action<LogNotice>? report)
    {
        this.connection = connection;
        this.quarantine = quarantine;
        this.shard = shard;
        this.lease = lease;
        this.options = options;
        this.clock = clock;
        this.report = report;
        this.pages = new LogPages(connection, shard);
        this.appending = $"appending to the log of {shard}";
        this.trimming = $"trimming the log of {shard}";
        string writer = Guid.NewGuid().ToString("N");
        RedisKeys keys = connection.Keys;
        this.appendKeys = [keys.Log(shard), keys.LogAccount(shard), keys.LogWriter(shard, writer), keys.Lease(lease?.Name ?? LeaseName.OfShard(shard))];
    }

    /// <inheritdoc/>
    public long LastSequence => Interlocked.Read(ref this.lastSequence);

    private RedisValue Token => this.lease is null ? string.Empty : this.lease.Token;

    /// <summary>Opens it.</summary>
    /// <exception cref="RedisStorageException">Redis failed.</exception>
    public static async Task<RedisObservationLog> OpenAsync(
        RedisConnection connection, IQuarantine quarantine, ShardId shard, Lease? lease, RedisOptions options, TimeProvider clock, Action<LogNotice>? report,
        CancellationToken cancellationToken)
    {
        var log = new RedisObservationLog(connection, quarantine, shard, lease, options, clock, report);
        RedisValue last = await connection.RunAsync(
            $"opening the log of {shard}", d => d.HashGetAsync(log.appendKeys[1], "last"), cancellationToken).ConfigureAwait(false);
        log.Saw(last.IsNull ? 0 : (long)last);
        return log;
    }

    /// <inheritdoc/>
    /// <exception cref="LeaseLostException">The writer's lease is no longer held; what was not answered for was not written.</exception>
    /// <exception cref="RedisStorageException">Redis failed for longer than the operator lets it, or the log is full.</exception>
    public async ValueTask<long> AppendAsync(IReadOnlyList<Observation> observations, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(observations);
        cancellationToken.ThrowIfCancellationRequested();
        long first = 0;
        for (int from = 0; from < observations.Count;)
        {
            ReadOnlyMemory<byte> entry = this.encoder.Encode(observations, from, this.options.EntryBytes, out int count, out long highWater);
            long last = await this.AppendAsync(entry, count, highWater, cancellationToken).ConfigureAwait(false);
            first = from == 0 ? last - count + 1 : first;
            from += count;
        }

        return observations.Count == 0 ? this.LastSequence + 1 : first;
    }

    /// <inheritdoc/>
    public IEnumerable<LoggedRecord> Read(Timestamp from, CancellationToken cancellationToken)
    {
        LogLine? start = Wait(this.pages.FindFirstAsync(line => line.HighWater >= from.UnixMilliseconds, cancellationToken));
        return start is null ? [] : this.ReadPages(start.LastSequence - start.Count, cancellationToken).SkipWhile(r => r.Observation.ReceivedAt < from);
    }

    /// <inheritdoc/>
    public IEnumerable<LoggedRecord> ReadAfter(long sequence, CancellationToken cancellationToken) => this.ReadPages(sequence, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<long> TrimAsync(long consumed, long archived, CancellationToken cancellationToken)
    {
        RedisValue[] account = await this.connection.RunAsync(
            this.trimming, d => d.HashGetAsync(this.appendKeys[1], ["high", "bytes"]), cancellationToken).ConfigureAwait(false);
        long newest = account[0].IsNull ? 0 : (long)account[0];
        long total = account[1].IsNull ? 0 : (long)account[1];
        LogLine? byAge = await this.pages.FindFirstAsync(
            line => newest - line.HighWater <= this.options.RetainHours * 3_600_000, cancellationToken).ConfigureAwait(false);
        LogLine? bySize = await this.pages.FindFirstAsync(line => total - line.TotalBytes <= this.options.RetainBytes / 2, cancellationToken).ConfigureAwait(false);
        long fromAge = Math.Min(byAge?.LastSequence ?? 0, archived < long.MaxValue ? archived + 1 : archived);
        long keepFrom = Math.Max(fromAge, bySize?.LastSequence ?? 0);
        RedisResult[] answer = await this.connection.RunAsync(
            this.trimming,
            RedisScript.LogTrim,
            [this.appendKeys[0], this.appendKeys[1], this.appendKeys[3]],
            [this.Token, Math.Min(consumed + 1, keepFrom)],
            cancellationToken).ConfigureAwait(false);
        ScriptAnswer.ThrowIfFenced(answer, this.lease);
        return (long)answer[1] == 0 ? this.LastSequence + 1 : (long)answer[1] - (long)answer[2] + 1;
    }

    /// <inheritdoc/>
    /// <remarks>The bytes of the entries; what Redis needs around them comes on top.</remarks>
    public async ValueTask<long?> SizeAsync(CancellationToken cancellationToken)
    {
        RedisValue[] account = await this.connection.RunAsync(
            $"measuring the log of {this.shard}", d => d.HashGetAsync(this.appendKeys[1], ["bytes", "trimmed"]), cancellationToken).ConfigureAwait(false);
        return (account[0].IsNull ? 0 : (long)account[0]) - (account[1].IsNull ? 0 : (long)account[1]);
    }

    /// <inheritdoc/>
    public async ValueTask<double> FillAsync(CancellationToken cancellationToken) =>
        (await this.SizeAsync(cancellationToken).ConfigureAwait(false) ?? 0) / (this.options.RetainBytes / 2.0);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Readers pull on a thread of their own, and a page is one call: they wait for it.</summary>
    private static T Wait<T>(Task<T> task) => task.GetAwaiter().GetResult();

    private static void Wait(Task task) => task.GetAwaiter().GetResult();

    private async Task<long> AppendAsync(ReadOnlyMemory<byte> entry, int count, long highWater, CancellationToken cancellationToken)
    {
        RedisValue[] arguments = [this.Token, ++this.number, count, highWater, entry, this.options.RetainBytes, WriterMilliseconds];
        RedisResult[] answer = await this.connection.RunAsync(
            this.appending,
            async database =>
            {
                RedisResult[] tried = await RedisConnection.EvaluateAsync(database, RedisScript.LogAppend, this.appendKeys, arguments).ConfigureAwait(false);
                return (string?)tried[0] == "full" ? throw this.Full((long)tried[1]) : tried;
            },
            cancellationToken).ConfigureAwait(false);
        ScriptAnswer.ThrowIfFenced(answer, this.lease);
        long last = (long)answer[1];
        this.Saw(last);
        return last;
    }

    private IEnumerable<LoggedRecord> ReadPages(long after, CancellationToken cancellationToken)
    {
        var decoder = new LogEntry();
        List<LoggedRecord> records = [];
        long expected = after + 1;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            LogLine[] lines = Wait(this.pages.ReadAsync(expected, LogPages.EntriesPerPage, cancellationToken));
            foreach (LogLine line in lines)
            {
                records.Clear();
                this.Decode(decoder, line, records, cancellationToken);
                long first = records.Count > 0 ? records[0].Sequence : line.LastSequence - line.Count + 1;
                if (first > expected)
                {
                    this.Report(LogNoticeKind.Gap, line, $"Sequences {expected} to {first - 1} are missing before it: they were trimmed or removed.");
                }

                foreach (LoggedRecord record in records)
                {
                    if (record.Sequence >= expected)
                    {
                        yield return record;
                    }
                }

                expected = line.LastSequence + 1;
                this.Saw(line.LastSequence);
            }

            if (lines.Length < LogPages.EntriesPerPage)
            {
                yield break;
            }
        }
    }

    private void Decode(LogEntry decoder, LogLine line, List<LoggedRecord> records, CancellationToken cancellationToken)
    {
        string? flaw = decoder.Decode(line.Bytes.Span, line.LastSequence, records);
        if (flaw is null && records.Count != line.Count)
        {
            flaw = $"it has {records.Count} records and is said to have {line.Count}";
            records.Clear();
        }

        if (flaw is not null)
        {
            var left = new QuarantinedRecord(line.LastSequence, Timestamp.Now(this.clock), $"An entry of the log is damaged: {flaw}.", line.Bytes);
            Wait(this.quarantine.AddAsync(this.shard, left, cancellationToken).AsTask());
            this.Report(LogNoticeKind.Damage, line, $"It is damaged ({flaw}); its bytes are in the quarantine, and reading goes on behind it.");
        }
    }

    private RedisStorageException Full(long bytes) => new(
        RedisTrouble.LogFull,
        string.Create(
            CultureInfo.InvariantCulture,
            $"The log of {this.shard} is full: {bytes} of {this.options.RetainBytes} bytes wait to be taken in. See that a fusion process has the shard, or raise Redis:RetainBytes."));

    private void Saw(long sequence)
    {
        long seen;
        while (sequence > (seen = this.LastSequence) && Interlocked.CompareExchange(ref this.lastSequence, sequence, seen) != seen)
        {
        }
    }

    private void Report(LogNoticeKind kind, LogLine line, string what) => this.report?.Invoke(new LogNotice(
        kind, this.appendKeys[0].ToString(), line.LastSequence, line.Bytes.Length,
        string.Create(CultureInfo.InvariantCulture, $"Entry {line.LastSequence}-0 of {this.appendKeys[0]}: {what}")));
}
