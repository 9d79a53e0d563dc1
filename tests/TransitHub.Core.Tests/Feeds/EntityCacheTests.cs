using TransitHub.Core.Feeds;

namespace TransitHub.Core.Tests.Feeds;

/// <summary>Only what changed is encoded again, and what encodes to the same stays the same bytes.</summary>
public sealed class EntityCacheTests
{
    private readonly List<string> encoded = [];
    private readonly List<string> told = [];
    private readonly EntityCache<Named> cache;

    public EntityCacheTests() => this.cache = new EntityCache<Named>(
        (a, b) => string.CompareOrdinal(a.Name, b.Name),
        source =>
        {
            this.encoded.Add(source.Name);
            return new EncodedEntity([.. source.Name.Select(letter => (byte)letter)], 0, ForGoogle: false);
        });

    [Fact]
    public void Encodes_new_and_changed_objects_only()
    {
        (Named a, Named b, Named c, Named e) = (new("a"), new("b"), new("c"), new("e"));
        this.cache.Update([a, b, e], mustRenew: null, this.Tell);
        this.cache.Update([a, new("b"), c, e, new("f")], mustRenew: null, this.Tell);
        this.cache.Update([c], mustRenew: null, this.Tell);
        Assert.Equal(["a", "b", "e", "b", "c", "f"], this.encoded);
        Assert.Equal(["+a", "+b", "+e", "~b", "+c", "+f", "-a", "-b", "-e", "-f"], this.told);
        Assert.Equal("c"u8.ToArray(), this.cache.Entities[0].Bytes!);
        Assert.Equal(1, this.cache.Entities.Length);
    }

    [Fact]
    public void Equal_bytes_stay_the_same_object()
    {
        this.cache.Update([new("a")], mustRenew: null, onChange: null);
        byte[]? before = this.cache.Entities[0].Bytes;
        this.cache.Update([new("a")], mustRenew: null, onChange: null);
        Assert.Same(before, this.cache.Entities[0].Bytes);
    }

    [Fact]
    public void Encodes_an_unchanged_object_again_on_demand_and_all_after_forgetting()
    {
        Named a = new("a");
        this.cache.Update([a], mustRenew: null, onChange: null);
        this.cache.Update([a], _ => true, onChange: null);
        this.cache.Clear();
        this.cache.Update([a], mustRenew: null, onChange: null);
        Assert.Equal(["a", "a", "a"], this.encoded);
    }

    private void Tell(Named? before, Named? after) => this.told.Add((before, after) switch
    {
        (null, Named added) => "+" + added.Name,
        (Named gone, null) => "-" + gone.Name,
        (_, Named changed) => "~" + changed.Name,
        _ => "?",
    });

    private sealed class Named(string name)
    {
        public string Name { get; } = name;
    }
}
