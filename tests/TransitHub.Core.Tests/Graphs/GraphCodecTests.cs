using System.Collections.Immutable;
using System.Text;
using TransitHub.Core.Graphs;
using TransitHub.Core.Ids;
using TransitHub.Core.Time;

namespace TransitHub.Core.Tests.Graphs;

public sealed class GraphCodecTests
{
    [Fact]
    public void Values_of_all_kinds_come_back()
    {
        Everything made = Everything.Make();
        Everything read = GraphCodec.Decode<Everything>(GraphCodec.Encode(made));

        Assert.Equivalent(made, read, strict: true);
        Assert.Equal(double.NaN, read.Number);
        Assert.Null(read.Missing);
    }

    [Fact]
    public void Equal_values_have_equal_bytes_whatever_came_and_went_before()
    {
        Dictionary<string, int> one = new(StringComparer.Ordinal) { ["b"] = 2, ["a"] = 1 };
        Dictionary<string, int> other = new(StringComparer.Ordinal) { ["c"] = 3, ["a"] = 1 };
        other.Remove("c");
        other["b"] = 2;
        Assert.Equal(GraphCodec.Encode(one), GraphCodec.Encode(other));
    }

    [Fact]
    public void What_is_one_object_stays_one_also_in_a_circle()
    {
        Link first = new() { Name = "first" };
        first.Next = new Link { Name = "second", Next = first };
        Link[] read = GraphCodec.Decode<Link[]>(GraphCodec.Encode<Link[]>([first, first.Next]));

        Assert.Same(read[1], read[0].Next);
        Assert.Same(read[0], read[1].Next);
    }

    [Fact]
    public void Parts_that_stand_are_filled_and_keep_what_is_not_kept()
    {
        Machine made = new("here", () => 7);
        made.Count.Add(3);
        made.Seen.Add(DeviceId.Parse("bus"), made.Count);
        Machine fresh = new("there", () => 8);
        Counter counter = fresh.Count;
        GraphCodec.Restore(fresh, GraphCodec.Save(made));

        Assert.Same(counter, fresh.Count);
        Assert.Same(counter, fresh.Seen[DeviceId.Parse("bus")]);
        Assert.Equal((3, "there", 8), (fresh.Count.Value, fresh.Place, fresh.Ask()));
        Assert.Equal(GraphCodec.Save(made), GraphCodec.Save(fresh));
    }

    [Fact]
    public void A_newer_hub_reads_an_older_ones_bytes_and_the_other_way_round()
    {
        Thing1 older = new() { Name = "a", Gone = new Link { Name = "left behind" }, Size = 4 };
        Thing2 read = GraphCodec.Decode<Thing2>(Renamed(GraphCodec.Encode(older), "Thing1", "Thing2"));
        Assert.Equal(("a", 4, 0.0, null), (read.Name, read.Size, read.Added, read.More));

        Thing2 newer = new() { Name = "b", Size = 5, Added = 2.5, More = [Timestamp.FromUnixSeconds(1)] };
        Thing1 back = GraphCodec.Decode<Thing1>(Renamed(GraphCodec.Encode(newer), "Thing2", "Thing1"));
        Assert.Equal(("b", 5, null), (back.Name, back.Size, back.Gone));
    }

    [Fact]
    public void A_field_of_another_type_is_refused_by_name()
    {
        byte[] bytes = Renamed(GraphCodec.Encode(new Thing1 { Name = "a", Size = 4 }), "Thing1", "Thing3");
        var refused = Assert.Throws<GraphFormatException>(() => GraphCodec.Decode<Thing3>(bytes));
        Assert.Contains("Size", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_has_no_form_is_named()
    {
        var refused = Assert.Throws<NotSupportedException>(() => GraphCodec.Encode(new Impossible { Stream = new MemoryStream() }));
        Assert.Contains("Impossible.Stream", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_end_too_early_or_are_others_are_refused()
    {
        byte[] bytes = GraphCodec.Encode(Everything.Make());
        for (int length = 0; length < bytes.Length; length++)
        {
            Assert.ThrowsAny<Exception>(() => GraphCodec.Decode<Everything>(bytes.AsMemory(0, length)));
        }

        Assert.Throws<GraphFormatException>(() => GraphCodec.Decode<int>(GraphCodec.Encode("text")));
    }

    private static byte[] Renamed(byte[] bytes, string from, string to)
    {
        byte[] changed = [.. bytes];
        int at = changed.AsSpan().IndexOf(Encoding.UTF8.GetBytes(from));
        Assert.True(at > 0);
        Encoding.UTF8.GetBytes(to).CopyTo(changed, at);
        return changed;
    }

    private enum Color : byte
    {
        Red,
        Blue,
    }

    private readonly record struct Pair(int First, string? Second);

    private sealed record Everything
    {
        public double Number { get; init; }

        public bool Truth { get; init; }

        public Color Color { get; init; }

        public string? Text { get; init; }

        public string? Missing { get; init; }

        public long? Perhaps { get; init; }

        public Pair Pair { get; init; }

        public (DeviceId Id, Timestamp At) Tuple { get; init; }

        public ImmutableArray<Pair> Pairs { get; init; }

        public double[] Numbers { get; init; } = [];

        public IReadOnlyList<string> Names { get; init; } = [];

        public SortedDictionary<int, List<Pair>> Sorted { get; init; } = [];

        public HashSet<int> Set { get; init; } = [];

        public Queue<int> Queue { get; init; } = new();

        public object? Boxed { get; init; }

        public static Everything Make() => new()
        {
            Number = double.NaN,
            Truth = true,
            Color = Color.Blue,
            Text = "ท่าเรือ",
            Perhaps = -5,
            Pair = new Pair(1, "one"),
            Tuple = (DeviceId.Parse("bus"), Timestamp.FromUnixSeconds(9)),
            Pairs = [new Pair(2, null), new Pair(3, "one")],
            Numbers = [1.5, -0.0, double.PositiveInfinity],
            Names = ["a", "b"],
            Sorted = new() { [4] = [new Pair(4, "four")] },
            Set = [3, 1, 2],
            Queue = new([7, 8]),
            Boxed = new Pair(5, "five"),
        };
    }

    private sealed class Link
    {
        public required string Name { get; init; }

        public Link? Next { get; set; }
    }

    private sealed class Counter
    {
        public int Value { get; private set; }

        public void Add(int more) => this.Value += more;
    }

    private sealed class Machine(string place, Func<int> ask)
    {
        public Counter Count { get; } = new();

        public Dictionary<DeviceId, Counter> Seen { get; } = [];

        [NotKept]
        public string Place { get; } = place;

        public int Ask() => ask();
    }

    private sealed record Thing1
    {
        public required string Name { get; init; }

        public Link? Gone { get; init; }

        public int Size { get; init; }
    }

    private sealed record Thing2
    {
        public required string Name { get; init; }

        public int Size { get; init; }

        public double Added { get; init; }

        public List<Timestamp>? More { get; init; }
    }

    private sealed record Thing3
    {
        public required string Name { get; init; }

        public long Size { get; init; }
    }

    private sealed record Impossible
    {
        public required Stream Stream { get; init; }
    }
}
