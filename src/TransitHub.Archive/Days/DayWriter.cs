using TransitHub.Core.Fusion.Progress;
using TransitHub.Core.Observations;
using TransitHub.Core.Storage;
using TransitHub.Core.Time;
using TransitHub.Gtfs;

namespace TransitHub.Archive.Days;

/// <summary>Rolls one day of a log into a folder, all or nothing, in memory that does not grow with the day.</summary>
public sealed class DayWriter
{
    /// <summary>So long before the day fusion and gate begin, seconds: as a hub that starts, they know their vehicles then.</summary>
    internal const double WarmUpSeconds = 7200;

    /// <summary>So long after the day it goes on: a stop passed before midnight may be told by a position after it.</summary>
    private const double RunOutSeconds = 1800;

    /// <summary>Records between two looks at the clock.</summary>
    private const int RecordsPerTurn = 1024;

    private readonly ArchiveSource source;
    private readonly ArchiveDay day;
    private readonly Queue<StopVisit> visits = [];
    private readonly VisitPass? pass;
    private readonly ObservationGate? gate;
    private long first;
    private long last;
    private long missing;

    private DayWriter(ArchiveSource source, ArchiveDay day)
    {
        this.source = source;
        this.day = day;
        this.gate = source.Gate?.Invoke();
        this.pass = source.StopVisits && !ReferenceEquals(source.Schedule, Schedule.Empty) ? new VisitPass(source, this.visits.Enqueue) : null;
    }

    /// <summary>Writes a day.</summary>
    /// <param name="read">Reads the log from a moment on: from the first record received at or after it.</param>
    /// <param name="source">The feed.</param>
    /// <param name="day">The day.</param>
    /// <param name="folder">The day's folder; one that is there stays as it is until the new one is whole, and is replaced then.</param>
    /// <param name="pace">How hard it works.</param>
    /// <param name="cancellation">Ends the work; nothing is left of it then.</param>
    /// <returns>What was written; null: the log has nothing of that day, and nothing was written.</returns>
    /// <exception cref="IOException">The log cannot be read or is damaged there, or the folder cannot be written.</exception>
    public static async Task<DayManifest?> WriteAsync(
        Func<Timestamp, IEnumerable<LoggedRecord>> read, ArchiveSource source, ArchiveDay day, string folder, WorkPace pace, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(read);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(day);
        ArgumentNullException.ThrowIfNull(pace);
        return await WholeFolder.WriteAsync(folder, async next =>
        {
            DayManifest? manifest = await new DayWriter(source, day).WriteAsync(read, next, pace, cancellation).ConfigureAwait(false);
            manifest?.Write(next);
            return manifest;
        }).ConfigureAwait(false);
    }

    private async Task<DayManifest?> WriteAsync(Func<Timestamp, IEnumerable<LoggedRecord>> read, string folder, WorkPace pace, CancellationToken cancellation)
    {
        DayTables tables = await DayTables.CreateAsync(folder, this.source, this.day.Name, cancellation).ConfigureAwait(false);
        await using (tables.ConfigureAwait(false))
        {
            await this.FillAsync(tables, read, pace, cancellation).ConfigureAwait(false);
            if (this.first == 0)
            {
                return null;
            }

            this.pass?.End();
            await this.AddVisitsAsync(tables, cancellation).ConfigureAwait(false);
            IReadOnlyList<DayFile> files = await tables.FinishAsync(cancellation).ConfigureAwait(false);
            return new DayManifest
            {
                Version = ArchiveFormat.Version,
                Feed = this.source.Feed.ToString(),
                Day = this.day.Name,
                TimeZone = this.source.Schedule.TimeZone.Id,
                From = this.day.From.ToString(),
                To = this.day.To.ToString(),
                FirstSequence = this.first,
                LastSequence = this.last,
                MissingRecords = this.missing,
                BeginsLate = this.first > 1 && read(new Timestamp(long.MinValue)).First().Sequence == this.first,
                FeedVersion = ReferenceEquals(this.source.Schedule, Schedule.Empty) ? null : this.source.Schedule.Version,
                Files = files,
            };
        }
    }

    private async Task FillAsync(DayTables tables, Func<Timestamp, IEnumerable<LoggedRecord>> read, WorkPace pace, CancellationToken cancellation)
    {
        bool isIn = false;
        bool isPast = false;
        long before = 0;
        int turn = 0;
        Timestamp start = this.pass is null && this.gate is null ? this.day.From : this.day.From.AddSeconds(-WarmUpSeconds);
        foreach (LoggedRecord record in read(start))
        {
            Timestamp at = record.Observation.ReceivedAt;
            isPast |= at >= this.day.To;
            isIn |= at >= this.day.From;
            if (isPast && (this.pass is null || this.first == 0 || at >= this.day.To.AddSeconds(RunOutSeconds)))
            {
                return;
            }

            if (isIn && !isPast)
            {
                this.Note(record.Sequence, before);
            }

            before = record.Sequence;
            if (this.Judge(record.Observation) is { } good)
            {
                await this.TakeAsync(tables, record with { Observation = good }, isIn && !isPast, cancellation).ConfigureAwait(false);
            }

            if (++turn % RecordsPerTurn == 0)
            {
                await this.AddVisitsAsync(tables, cancellation).ConfigureAwait(false);
                await pace.RestAsync(cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The observation as a gate lets it through; null: it was refused. What a hub notes for itself no gate has to see.</summary>
    private Observation? Judge(Observation observation) =>
        this.gate is null || observation is TimerTick or LinkTraversals ? observation : this.gate.Check(observation).Accepted;

    private async ValueTask TakeAsync(DayTables tables, LoggedRecord record, bool isOfDay, CancellationToken cancellation)
    {
        if (isOfDay)
        {
            await tables.AddAsync(record, cancellation).ConfigureAwait(false);
        }

        this.pass?.Take(record.Observation);
    }

    /// <summary>Sequences have no gaps: one that is left out was in a file that is not there any more.</summary>
    private void Note(long sequence, long before)
    {
        this.first = this.first == 0 ? sequence : this.first;
        this.missing += before > 0 ? sequence - before - 1 : 0;
        this.last = sequence;
    }

    private async ValueTask AddVisitsAsync(DayTables tables, CancellationToken cancellation)
    {
        while (this.visits.TryDequeue(out StopVisit visit))
        {
            Timestamp arrived = Timestamp.FromUnixSeconds(visit.Arrived);
            if (arrived >= this.day.From && arrived < this.day.To)
            {
                await tables.AddAsync(visit, cancellation).ConfigureAwait(false);
            }
        }
    }
}
