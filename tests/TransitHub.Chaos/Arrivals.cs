using TransitHub.Core.Ids;
using TransitHub.Core.Storage;
using TransitHub.Core.Storage.States;

namespace TransitHub.Chaos;

/// <summary>Waits until what was acknowledged has come through: into the logs, and from there into the shards' kept states.</summary>
/// <param name="hub">The hub.</param>
/// <param name="city">Whose devices published.</param>
/// <param name="reports">What was acknowledged.</param>
internal sealed class Arrivals(ChaosHub hub, ChaosCity city, NumberedReports reports)
{
    /// <summary>How long nothing may move before it is given up: what is missing then is lost.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Waits; when nothing more comes, what is missing shows in the logs.</summary>
    public async Task WaitAsync(CancellationToken cancellation)
    {
        SeenReports seen = new(city.Sources);
        Dictionary<ShardId, long> ends = hub.Shards.ToDictionary(s => s, _ => 0L);
        long movedAt = TimeProvider.System.GetTimestamp();
        while (!Enumerable.Range(0, city.Sources).All(s => seen.HasFirst(s, reports.AcknowledgedOf(s))) && TimeProvider.System.GetElapsedTime(movedAt) < Patience)
        {
            foreach (ShardId shard in hub.Shards)
            {
                if (await this.ReadAsync(shard, ends, seen, cancellation))
                {
                    movedAt = TimeProvider.System.GetTimestamp();
                }
            }

            await Task.Delay(Pause, TimeProvider.System, cancellation);
        }

        foreach ((ShardId shard, long end) in ends)
        {
            long began = TimeProvider.System.GetTimestamp();
            while (TimeProvider.System.GetElapsedTime(began) < Patience && await this.KeptOfAsync(shard, cancellation) < end)
            {
                await Task.Delay(Pause, TimeProvider.System, cancellation);
            }
        }
    }

    /// <summary>Goes on reading a log; true: an observation came that had not been there.</summary>
    private async Task<bool> ReadAsync(ShardId shard, Dictionary<ShardId, long> ends, SeenReports seen, CancellationToken cancellation)
    {
        bool isNew = false;
        IObservationLog log = await hub.Storage.OpenLogAsync(shard, null, null, cancellation);
        await using (log)
        {
            foreach (LoggedRecord record in log.ReadAfter(ends[shard], cancellation))
            {
                ends[shard] = record.Sequence;
                isNew |= city.Find(record.Observation) is var (source, number) && seen.Add(source, number);
            }
        }

        return isNew;
    }

    private async Task<long> KeptOfAsync(ShardId shard, CancellationToken cancellation)
    {
        StateReading kept = await hub.Storage.States.ReadAsync(shard, LogCheck.StateName, cancellation);
        return kept.State?.Sequence ?? 0;
    }
}
