using System.Buffers.Binary;
using System.IO.Hashing;
using TransitHub.Core.Observations;
using TransitHub.Core.Storage;
using TransitHub.Core.Storage.Records;

namespace TransitHub.Core.Tests.Storage.Records;

public sealed class LogEntryTests
{
    private readonly LogEntry codec = new();

    [Fact]
    public void Observations_of_all_shapes_come_back_with_their_sequences()
    {
        var source = new RandomObservations(7);
        for (int round = 0; round < 50; round++)
        {
            Observation[] all = [.. Enumerable.Range(0, 1 + round).Select(_ => source.Next())];
            byte[] entry = this.codec.Encode(all, 0, int.MaxValue, out int count, out long highWater).ToArray();
            Assert.Equal(all.Length, count);
            Assert.Equal(all.Max(o => o.ReceivedAt.UnixMilliseconds), highWater);
            List<LoggedRecord> read = [];
            Assert.Null(this.codec.Decode(entry, 1000, read));
            Assert.Equal(all.Select((o, i) => new LoggedRecord(1000 - all.Length + 1 + i, o)), read);
        }
    }

    [Fact]
    public void What_does_not_fit_goes_into_the_next_entry()
    {
        var source = new RandomObservations(8);
        Observation[] all = [.. Enumerable.Range(0, 500).Select(_ => source.Next())];
        List<LoggedRecord> read = [];
        int entries = 0;
        for (int from = 0; from < all.Length; entries++)
        {
            ReadOnlyMemory<byte> entry = this.codec.Encode(all, from, 2000, out int count, out _);
            from += count;
            Assert.Null(new LogEntry().Decode(entry.Span, from, read));
        }

        Assert.InRange(entries, 20, 499);
        Assert.Equal(all.Select((o, i) => new LoggedRecord(i + 1, o)), read);
    }

    [Fact]
    public void No_byte_can_change_and_no_end_can_be_missing_unseen()
    {
        var source = new RandomObservations(9);
        byte[] entry = this.codec.Encode([source.Report(), source.Report()], 0, int.MaxValue, out _, out _).ToArray();
        List<LoggedRecord> read = [];
        for (int at = 0; at < entry.Length; at++)
        {
            byte[] damaged = [.. entry];
            damaged[at] ^= 0x41;
            Assert.NotNull(this.codec.Decode(damaged, 2, read));
            Assert.NotNull(this.codec.Decode(entry.AsSpan(0, at), 2, read));
        }

        Assert.NotNull(this.codec.Decode([.. entry, 0], 2, read));
        Assert.Empty(read);
    }

    [Fact]
    public void An_entry_of_a_newer_hub_is_no_damage_and_stops_the_reading()
    {
        byte[] entry = this.codec.Encode([new RandomObservations(1).Report()], 0, int.MaxValue, out _, out _).ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(entry.AsSpan(20), LogEntry.Version + 1);
        BinaryPrimitives.WriteUInt64LittleEndian(entry.AsSpan(8), XxHash3.HashToUInt64(entry.AsSpan(16), entry.Length));
        NewerFormatException newer = Assert.Throws<NewerFormatException>(() => this.codec.Decode(entry, 5, []));
        Assert.Contains("sequence 5", newer.Message, StringComparison.Ordinal);
        Assert.Contains("format 2 and this hub reads up to 1", newer.Message, StringComparison.Ordinal);
    }
}
