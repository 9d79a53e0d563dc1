using System.Collections.Immutable;

namespace TransitHub.Core.Feeds;

/// <summary>
/// Keeps the encoded form of each entity as long as the snapshot holds the very same object, and encodes only what is new.
/// Both snapshots are in one order, so old and new are walked side by side: no table, no lookup.
/// </summary>
/// <param name="order">The order of the snapshot's array.</param>
/// <param name="encode">Encodes one entity.</param>
internal sealed class EntityCache<TSource>(Comparison<TSource> order, Func<TSource, EncodedEntity> encode)
    where TSource : class
{
    private ImmutableArray<TSource> sources = [];
    private EncodedEntity[] entities = [];
    private EncodedEntity[] spare = [];

    /// <summary>The entities of the snapshot last given to <see cref="Update"/>, in its order.</summary>
    public ReadOnlySpan<EncodedEntity> Entities => this.entities.AsSpan(0, this.sources.Length);

    /// <summary>Forgets everything: the schedule behind the indexes is another.</summary>
    public void Clear() => this.sources = [];

    /// <summary>Takes the next snapshot's array.</summary>
    /// <param name="next">In order, without repeats.</param>
    /// <param name="mustRenew">Tells which unchanged ones to encode again nonetheless; null: none.</param>
    /// <param name="onChange">Told of each that is gone (old, null), new (null, new) or changed (old, new); null: nobody.</param>
    public void Update(ImmutableArray<TSource> next, Predicate<TSource>? mustRenew, Action<TSource?, TSource?>? onChange)
    {
        if (this.spare.Length < next.Length)
        {
            this.spare = new EncodedEntity[next.Length + (next.Length / 4)];
        }

        int old = 0;
        for (int i = 0; i < next.Length; i++)
        {
            TSource source = next[i];
            int relation = this.Relate(ref old, source, onChange);
            EncodedEntity known = relation == 0 ? this.entities[old] : default;
            bool same = relation == 0 && ReferenceEquals(this.sources[old], source);
            if (!same)
            {
                onChange?.Invoke(relation == 0 ? this.sources[old] : null, source);
            }

            this.spare[i] = same && mustRenew?.Invoke(source) != true ? known : Renew(known, encode(source));
            old += relation == 0 ? 1 : 0;
        }

        for (; onChange is not null && old < this.sources.Length; old++)
        {
            onChange(this.sources[old], null);
        }

        (this.entities, this.spare) = (this.spare, this.entities);
        this.sources = next;
    }

    /// <summary>Equal bytes stay the same object, so that comparing references tells whether a feed changed.</summary>
    private static EncodedEntity Renew(EncodedEntity known, EncodedEntity renewed) =>
        known.Bytes is not null && renewed.Bytes is not null && known.Bytes.AsSpan().SequenceEqual(renewed.Bytes)
            ? renewed with { Bytes = known.Bytes }
            : renewed;

    /// <summary>Moves past old entities that come before the source; 0 when the one reached is the source's own.</summary>
    private int Relate(ref int old, TSource source, Action<TSource?, TSource?>? onChange)
    {
        for (; old < this.sources.Length; old++)
        {
            if (ReferenceEquals(this.sources[old], source))
            {
                return 0;
            }

            int relation = order(this.sources[old], source);
            if (relation >= 0)
            {
                return relation;
            }

            onChange?.Invoke(this.sources[old], null);
        }

        return 1;
    }
}
