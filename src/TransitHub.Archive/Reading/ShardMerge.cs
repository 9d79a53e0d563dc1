using System.Runtime.CompilerServices;
using TransitHub.Core.Observations;
using TransitHub.Core.Storage;

namespace TransitHub.Archive.Reading;

/// <summary>Makes one order of the records of several shards' logs.</summary>
internal static class ShardMerge
{
    /// <summary>
    /// Gives them by arrival, and of one moment by shard. Each shard's records stay in the order of its log, also where a clock stepped back, and are
    /// numbered anew from 1: sequences of different logs say nothing of each other.
    /// </summary>
    /// <param name="shards">Each shard's records in the order of its log.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static async IAsyncEnumerable<LoggedRecord> InOrderOfArrivalAsync(
        IReadOnlyList<IAsyncEnumerable<LoggedRecord>> shards, [EnumeratorCancellation] CancellationToken cancellation)
    {
        PriorityQueue<IAsyncEnumerator<LoggedRecord>, (long At, int Shard)> heads = new();
        List<IAsyncEnumerator<LoggedRecord>> readers = [.. shards.Select(s => s.GetAsyncEnumerator(cancellation))];
        long[] latest = new long[readers.Count];
        Array.Fill(latest, long.MinValue);
        try
        {
            for (int shard = 0; shard < readers.Count; shard++)
            {
                await PushAsync(shard).ConfigureAwait(false);
            }

            for (long sequence = 1; heads.TryDequeue(out IAsyncEnumerator<LoggedRecord>? reader, out (long At, int Shard) place); sequence++)
            {
                yield return reader.Current with { Sequence = sequence };
                await PushAsync(place.Shard).ConfigureAwait(false);
            }
        }
        finally
        {
            foreach (IAsyncEnumerator<LoggedRecord> reader in readers)
            {
                await reader.DisposeAsync().ConfigureAwait(false);
            }
        }

        async ValueTask PushAsync(int shard)
        {
            while (await readers[shard].MoveNextAsync().ConfigureAwait(false))
            {
                Observation observation = readers[shard].Current.Observation;
                if (observation is not (TimerTick or LinkTraversals))
                {
                    latest[shard] = Math.Max(latest[shard], observation.ReceivedAt.UnixMilliseconds);
                    heads.Enqueue(readers[shard], (latest[shard], shard));
                    return;
                }
            }
        }
    }
}
