using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Observations.Rules;
using TransitHub.Core.Time;

namespace TransitHub.Core.Counting;

/// <summary>
/// The account of all counts as bytes, so that grand totals outlive the log. The file around it has a checksum.
/// <code>
/// 4  "TCL1"; 4 number of tallies; of each: device, channel, class, direction or "" after a flag; total, taken, repeated, restarts, through;
///    eras (correction, closed before, stretches (from, to, count)); readings (at, own, value);
///    bins of 16 bytes (number, count, tenths of seconds covered and counting, small parts and spread, small count)
/// </code>
/// </summary>
internal static class CountLedgerCodec
{
    private const uint Magic = 0x314C4354;
    private const long BinMilliseconds = CountBin.Seconds * 1000L;
    private const float Tenths = 10;

    public static void Encode(BinaryWriter writer, CountLedger ledger) => ledger.Whole(() =>
    {
        (DeviceId Device, ChannelKey Key, ChannelTally Tally)[] all = [.. ledger.All()];
        writer.Write(Magic);
        writer.Write(all.Length);
        foreach ((DeviceId device, ChannelKey key, ChannelTally tally) in all)
        {
            WriteKey(writer, device, key);
            Write(writer, tally);
        }

        return all.Length;
    });

    /// <summary>Takes over what was kept.</summary>
    /// <returns>False: the bytes are of another form.</returns>
    /// <exception cref="EndOfStreamException">The bytes end too early.</exception>
    public static bool TryDecode(BinaryReader reader, CountLedger ledger)
    {
        if (reader.ReadUInt32() != Magic)
        {
            return false;
        }

        int count = reader.ReadInt32();
        return ledger.Whole(() =>
        {
            for (int i = 0; i < count; i++)
            {
                if (ReadKey(reader) is not { } key || ledger.FindOrAdd(key.Device, key.Key) is not { } tally)
                {
                    return false;
                }

                Read(reader, tally);
            }

            return true;
        });
    }

    public static void WriteKey(BinaryWriter writer, DeviceId device, ChannelKey key)
    {
        writer.Write(device.ToString());
        writer.Write(key.Channel);
        writer.Write(key.Class);
        writer.Write(key.Direction is not null);
        writer.Write(key.Direction ?? string.Empty);
    }

    public static (DeviceId Device, ChannelKey Key)? ReadKey(BinaryReader reader)
    {
        bool isId = DeviceId.TryParse(reader.ReadString(), out DeviceId device);
        string channel = reader.ReadString();
        string what = reader.ReadString();
        bool hasDirection = reader.ReadBoolean();
        string direction = reader.ReadString();
        return isId ? (device, new ChannelKey(channel, what, hasDirection ? direction : null)) : null;
    }

    private static void Write(BinaryWriter writer, ChannelTally tally)
    {
        writer.Write(tally.Total);
        writer.Write(tally.Taken);
        writer.Write(tally.Repeated);
        writer.Write(tally.Restarts);
        writer.Write(tally.Through?.UnixMilliseconds ?? long.MinValue);
        writer.Write(tally.Eras.Count);
        foreach (ClockEra era in tally.Eras)
        {
            Write(writer, era);
        }

        writer.Write(tally.Totals.Readings.Count);
        foreach (TotalReading reading in tally.Totals.Readings)
        {
            writer.Write(reading.At.UnixMilliseconds);
            writer.Write(reading.Own.UnixMilliseconds);
            writer.Write(reading.Value);
        }

        writer.Write(tally.Bins.All.Count);
        foreach (CountBin bin in tally.Bins.All)
        {
            Write(writer, bin);
        }
    }

    private static void Write(BinaryWriter writer, ClockEra era)
    {
        writer.Write(era.Correction);
        writer.Write(era.Covered.ClosedBefore);
        writer.Write(era.Covered.Stretches.Count);
        foreach (Stretch stretch in era.Covered.Stretches)
        {
            writer.Write(stretch.From);
            writer.Write(stretch.To);
            writer.Write(stretch.Count);
        }
    }

    private static ClockEra ReadEra(BinaryReader reader)
    {
        ClockEra era = new() { Correction = reader.ReadInt64() };
        long closedBefore = reader.ReadInt64();
        int count = reader.ReadInt32();
        List<Stretch> covered = [];
        for (int i = 0; i < count; i++)
        {
            covered.Add(new Stretch(reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64()));
        }

        era.Covered.Restore(closedBefore, covered);
        return era;
    }

    private static void Write(BinaryWriter writer, CountBin bin)
    {
        writer.Write((int)(bin.Start.UnixMilliseconds / BinMilliseconds));
        writer.Write(bin.Count);
        writer.Write((ushort)Math.Round(bin.CoveredSeconds * Tenths));
        writer.Write((ushort)Math.Round(bin.CountingSeconds * Tenths));
        writer.Write((ushort)((Math.Min(bin.SmallParts, short.MaxValue) << 1) | (bin.IsSpread ? 1 : 0)));
        writer.Write((ushort)Math.Min(bin.SmallCount, ushort.MaxValue));
    }

    private static void Read(BinaryReader reader, ChannelTally tally)
    {
        tally.Total = reader.ReadInt64();
        tally.Taken = reader.ReadInt64();
        tally.Repeated = reader.ReadInt64();
        tally.Restarts = reader.ReadInt64();
        long through = reader.ReadInt64();
        tally.Through = through == long.MinValue ? null : new Timestamp(through);
        int eras = reader.ReadInt32();
        for (int i = 0; i < eras; i++)
        {
            tally.Eras.Add(ReadEra(reader));
        }

        int readings = reader.ReadInt32();
        for (int i = 0; i < readings; i++)
        {
            tally.Totals.Add(new TotalReading(new Timestamp(reader.ReadInt64()), new Timestamp(reader.ReadInt64()), reader.ReadInt64()));
        }

        int bins = reader.ReadInt32();
        for (int i = 0; i < bins; i++)
        {
            Timestamp start = new(reader.ReadInt32() * BinMilliseconds);
            (int count, float covered, float counting) = (reader.ReadInt32(), reader.ReadUInt16() / Tenths, reader.ReadUInt16() / Tenths);
            ushort parts = reader.ReadUInt16();
            tally.Bins.Restore(new CountBin(start, count, covered, counting, parts >> 1, reader.ReadUInt16(), (parts & 1) != 0));
        }
    }
}
