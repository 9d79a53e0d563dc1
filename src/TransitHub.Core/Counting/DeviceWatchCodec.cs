using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;

namespace TransitHub.Core.Counting;

/// <summary>What devices are expected to count and the evidence against them as bytes, behind the account of <see cref="CountLedgerCodec"/>.</summary>
internal static class DeviceWatchCodec
{
    private const uint Magic = 0x31574454;

    public static void Encode(BinaryWriter writer, DeviceWatch watch)
    {
        writer.Write(Magic);
        writer.Write(watch.Next.UnixMilliseconds);
        writer.Write(watch.Devices.Count);
        foreach ((DeviceId id, WatchedDevice device) in watch.Devices)
        {
            writer.Write(id.ToString());
            Write(writer, device.Blind);
            Write(writer, device.Low);
            Write(writer, device.Doubled);
            writer.Write(device.Channels.Count);
            foreach ((ChannelKey key, ChannelWatch channel) in device.Channels)
            {
                CountLedgerCodec.WriteKey(writer, id, key);
                Write(writer, channel);
            }
        }
    }

    public static bool TryDecode(BinaryReader reader, DeviceWatch watch)
    {
        if (reader.ReadUInt32() != Magic)
        {
            return false;
        }

        watch.Next = new Timestamp(reader.ReadInt64());
        int devices = reader.ReadInt32();
        for (int i = 0; i < devices; i++)
        {
            if (!DeviceId.TryParse(reader.ReadString(), out DeviceId id))
            {
                return false;
            }

            WatchedDevice device = watch.FindOrAdd(id);
            Read(reader, device.Blind);
            Read(reader, device.Low);
            Read(reader, device.Doubled);
            int channels = reader.ReadInt32();
            for (int c = 0; c < channels; c++)
            {
                if (CountLedgerCodec.ReadKey(reader) is not { } key)
                {
                    return false;
                }

                ChannelWatch channel = new();
                Read(reader, channel);
                device.Channels[key.Key] = channel;
            }
        }

        return true;
    }

    private static void Write(BinaryWriter writer, FaultEvidence evidence)
    {
        writer.Write(evidence.Sum);
        writer.Write(evidence.IsKnown);
    }

    private static void Read(BinaryReader reader, FaultEvidence evidence)
    {
        evidence.Sum = reader.ReadDouble();
        evidence.IsKnown = reader.ReadBoolean();
    }

    private static void Write(BinaryWriter writer, ChannelWatch channel)
    {
        (double[] counts, double[] known) = channel.Rates.Columns;
        for (int hour = 0; hour < WeekRates.Hours; hour++)
        {
            writer.Write((float)counts[hour]);
            writer.Write((float)known[hour]);
        }

        writer.Write(channel.Hours);
        writer.Write(channel.Day);
        writer.Write(channel.Excess);
        writer.Write(channel.Squares);
        writer.Write(channel.Windows);
        writer.Write(channel.Last);
        Write(writer, channel.Stuck);
    }

    private static void Read(BinaryReader reader, ChannelWatch channel)
    {
        for (int hour = 0; hour < WeekRates.Hours; hour++)
        {
            channel.Rates.Add(hour, reader.ReadSingle(), reader.ReadSingle());
        }

        channel.Hours = reader.ReadDouble();
        channel.Day = reader.ReadInt64();
        channel.Excess = reader.ReadDouble();
        channel.Squares = reader.ReadDouble();
        channel.Windows = reader.ReadDouble();
        channel.Last = reader.ReadInt64();
        Read(reader, channel.Stuck);
    }
}
