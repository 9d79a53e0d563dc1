using TransitHub.Core.Observations;
using TransitHub.Core.Storage;
using TransitHub.Core.Storage.Quarantine;
using TransitHub.Core.Storage.Records;
using TransitHub.Core.Time;

namespace TransitHub.Core.Fusion.Shards;

/// <summary>
/// The records of a shard that its machine cannot take in. One is tried again, since the fault may have been elsewhere; one that fails a second time
/// is left out for good, also by later owners.
/// </summary>
/// <param name="site">The shard's.</param>
/// <param name="progress">Hears of what was left out.</param>
/// <param name="ended">Cancelled when the shard's lease is lost.</param>
internal sealed class PoisonBook(ShardSite site, ShardProgress progress, CancellationToken ended)
{
    private readonly HashSet<long> leftOut = [];
    private readonly HashSet<long> suspects = [];

    /// <summary>Reads what was left out before.</summary>
    public void Open()
    {
        QuarantineList list = site.Storage.Quarantine.ListAsync(site.Setup.Shard, ended).AsTask().GetAwaiter().GetResult();
        this.leftOut.UnionWith(list.Records.Select(r => r.Sequence));
    }

    /// <summary>All that is left out by now.</summary>
    public IReadOnlySet<long> LeftOut => new HashSet<long>(this.leftOut);

    /// <summary>Whether a record is to be passed over.</summary>
    public bool IsLeftOut(long sequence) => this.leftOut.Contains(sequence);

    /// <summary>A record made the machine fail: the machine is to be made again from the last state.</summary>
    public void Note(LoggedRecord record, Exception fault)
    {
        string what = $"{fault.GetType().Name}: {fault.Message}";
        if (this.suspects.Add(record.Sequence))
        {
            site.Notice($"Record {record.Sequence} of {site.Setup.Shard} could not be taken in and is tried again from the last state: {fault}");
            return;
        }

        byte[] bytes = Encode(record.Observation);
        site.Storage.Quarantine.AddAsync(site.Setup.Shard, new QuarantinedRecord(record.Sequence, Timestamp.Now(site.Clock), what, bytes), ended)
            .AsTask().GetAwaiter().GetResult();
        this.leftOut.Add(record.Sequence);
        this.suspects.Remove(record.Sequence);
        progress.NoteQuarantined();
        site.Notice($"Record {record.Sequence} of {site.Setup.Shard}, from {record.Observation.Device}, is left out from now on, and the shard goes on: {what} Its bytes are in the quarantine; please report it.");
    }

    private static byte[] Encode(Observation observation)
    {
        byte[] bytes = new byte[LoggedObservationEncoder.MaxSize(observation)];
        return bytes[..LoggedObservationEncoder.Encode(observation, bytes)];
    }
}
