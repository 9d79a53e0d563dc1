using System.Collections.Concurrent;
using TransitHub.Gtfs;

namespace TransitHub.Server.Watching;

/// <summary>
/// Entities in bytes, each value encoded once however many streams tell of it; an entity that changes is another object. Those that were not asked for while as many others were as there are entities are let go. No weak
/// table holds them: the collector looks at each of its entries each time that it stops the process, and old states, which readers may resume from, would keep the bytes. Safe for many threads.
/// </summary>
/// <param name="encode">Makes the bytes.</param>
internal sealed class EntityBytes<T>(Func<T, Schedule, byte[]> encode)
    where T : class
{
    /// <summary>What is kept of a small feed before the first is let go.</summary>
    public const int Least = 256;

    private volatile Version? newest;

    /// <summary>The bytes of an entity of a schedule.</summary>
    /// <param name="entity">The entity.</param>
    /// <param name="schedule">Its schedule.</param>
    /// <param name="all">How many entities there are about now.</param>
    public byte[] Of(T entity, Schedule schedule, int all)
    {
        Version version = this.newest is { } known && ReferenceEquals(known.Schedule, schedule) ? known : this.newest = new Version(schedule, encode);
        return version.Of(entity, Math.Max(Least, all));
    }

    private sealed class Version(Schedule schedule, Func<T, Schedule, byte[]> encode)
    {
        private readonly Lock sync = new();
        private volatile ConcurrentDictionary<T, byte[]> recent = Empty();
        private volatile ConcurrentDictionary<T, byte[]> before = Empty();
        private int added;

        public Schedule Schedule => schedule;

        public byte[] Of(T entity, int most)
        {
            if (this.recent.TryGetValue(entity, out byte[]? known))
            {
                return known;
            }

            byte[] bytes = this.before.TryGetValue(entity, out known) ? known : encode(entity, schedule);
            lock (this.sync)
            {
                if (this.added >= most)
                {
                    (this.before, this.recent, this.added) = (this.recent, Empty(), 0);
                }

                this.added += this.recent.TryAdd(entity, bytes) ? 1 : 0;
                return bytes;
            }
        }

        private static ConcurrentDictionary<T, byte[]> Empty() => new(ReferenceEqualityComparer.Instance);
    }
}
