using System.Runtime.CompilerServices;
using TransitHub.Gtfs;

namespace TransitHub.Server.Watching;

/// <summary>
/// Entities in bytes, each value encoded once however many streams tell of it; an entity that changes is another object. Bytes live as long as their entity. Safe for many threads.
/// </summary>
/// <param name="encode">Makes the bytes.</param>
internal sealed class EntityBytes<T>(Func<T, Schedule, byte[]> encode)
    where T : class
{
    private volatile Version? newest;

    /// <summary>The bytes of an entity of a schedule.</summary>
    public byte[] Of(T entity, Schedule schedule)
    {
        Version version = this.newest is { } known && ReferenceEquals(known.Schedule, schedule) ? known : this.newest = new Version(schedule, encode);
        return version.Of(entity);
    }

    private sealed class Version(Schedule schedule, Func<T, Schedule, byte[]> encode)
    {
        private readonly ConditionalWeakTable<T, byte[]> bytes = [];

        public Schedule Schedule => schedule;

        public byte[] Of(T entity) => this.bytes.TryGetValue(entity, out byte[]? known) ? known : this.bytes.GetValue(entity, e => encode(e, schedule));
    }
}
