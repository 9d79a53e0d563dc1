using TransitHub.Gtfs;

namespace TransitHub.Server.Watching;

/// <summary>
/// Entities in bytes, each value encoded once however many streams tell of it; an entity that changes is another object. What changed is told in the same round to all, and kept little longer: the less there is alive
/// when the collector stops the process, the shorter it does. Whole states are asked for by one reader after another, and theirs is kept until as many others were told as there are. No weak table holds them: the collector
/// looks at each of its entries at each stop, and old states, which readers may resume from, would keep the bytes. Safe for many threads.
/// </summary>
/// <param name="encode">Makes the bytes.</param>
internal sealed class EntityBytes<T>(Func<T, Schedule, byte[]> encode)
    where T : class
{
    /// <summary>What is kept in any case before the first is let go.</summary>
    public const int Least = 64;

    private volatile Version? newest;

    /// <summary>The bytes of an entity that a step tells.</summary>
    /// <param name="entity">The entity.</param>
    /// <param name="step">Tells it.</param>
    /// <param name="all">How many entities there are in the step's state.</param>
    /// <param name="changed">How many changed with that state.</param>
    public byte[] Of(T entity, WatchStep step, int all, int changed)
    {
        Schedule schedule = step.State.Schedule;
        Version version = this.newest is { } known && ReferenceEquals(known.Schedule, schedule) ? known : this.newest = new Version(schedule, encode);
        return step.Kind == WatchStepKind.Snapshot ? version.OfWhole(entity, Math.Max(Least, all)) : version.OfChanges(entity, Math.Max(Least, changed));
    }

    private sealed class Version(Schedule schedule, Func<T, Schedule, byte[]> encode)
    {
        private readonly Kept whole = new();
        private readonly Kept changes = new();

        public Schedule Schedule => schedule;

        public byte[] OfWhole(T entity, int most) => this.changes.Find(entity) ?? this.whole.Find(entity) ?? this.whole.Keep(entity, encode(entity, schedule), most);

        public byte[] OfChanges(T entity, int most) => this.changes.Find(entity) ?? this.changes.Keep(entity, encode(entity, schedule), most);
    }

    /// <summary>Twice as many as are named are kept at most: those that were asked for since the last half was let go, and those before.</summary>
    private sealed class Kept
    {
        private readonly Lock sync = new();
        private Dictionary<T, byte[]> recent = Empty();
        private Dictionary<T, byte[]> before = Empty();

        public byte[]? Find(T entity)
        {
            lock (this.sync)
            {
                if (!this.recent.TryGetValue(entity, out byte[]? known) && this.before.Remove(entity, out known))
                {
                    this.recent.Add(entity, known);
                }

                return known;
            }
        }

        public byte[] Keep(T entity, byte[] bytes, int most)
        {
            lock (this.sync)
            {
                if (this.recent.Count >= most)
                {
                    (this.before, this.recent) = (this.recent, Empty());
                }

                this.recent[entity] = bytes;
                return bytes;
            }
        }

        private static Dictionary<T, byte[]> Empty() => new(ReferenceEqualityComparer.Instance);
    }
}
