using TransitHub.Core.Observations;
using TransitHub.Core.Storage;
using TransitHub.Core.Time;

namespace TransitHub.Archive.Tests;

/// <summary>A log in memory that is read as the hub's own is: from the first record that was received at or after a moment.</summary>
internal sealed class MemoryLog
{
    private readonly List<LoggedRecord> records = [];

    /// <summary>Reading breaks off with this where it comes to a record of that sequence; null: nowhere.</summary>
    public long? DamagedAt { get; set; }

    public IReadOnlyList<LoggedRecord> Records => this.records;

    public MemoryLog Add(params IEnumerable<Observation> observations)
    {
        foreach (Observation observation in observations)
        {
            this.records.Add(new LoggedRecord(this.records.Count + 1, observation));
        }

        return this;
    }

    /// <summary>Takes the records of a range of sequences away, as a file that was moved away does.</summary>
    public void Lose(long from, long to) => this.records.RemoveAll(r => r.Sequence >= from && r.Sequence <= to);

    public IEnumerable<LoggedRecord> Read(Timestamp from)
    {
        foreach (LoggedRecord record in this.records.SkipWhile(r => r.Observation.ReceivedAt < from))
        {
            yield return record.Sequence != this.DamagedAt ? record : throw new LogDamagedException("/log/1.log", 40, "a checksum does not hold");
        }
    }
}
