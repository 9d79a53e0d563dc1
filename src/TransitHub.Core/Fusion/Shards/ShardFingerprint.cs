using System.Globalization;
using System.IO.Hashing;
using System.Text;
using TransitHub.Core.Devices;

namespace TransitHub.Core.Fusion.Shards;

/// <summary>Names what a machine's state refers to by index: a state made of another static feed, other devices or another division says nothing here.</summary>
internal static class ShardFingerprint
{
    /// <summary>The version of what the fields of a state mean. Raise it when a field keeps its name and changes its meaning; a field more or less needs nothing.</summary>
    private const int Schema = 2;

    /// <summary>The fingerprint of a setup, a text.</summary>
    public static string Of(ShardSetup setup)
    {
        XxHash3 devices = new();
        foreach (CountingDevice device in setup.Devices?.All ?? [])
        {
            string lines = string.Join('|', device.Channels.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Id}:{c.IsZone}:{c.Directions.Length}")));
            devices.Append(Encoding.UTF8.GetBytes($"{device.Id}|{lines}\n"));
        }

        devices.Append(Encoding.UTF8.GetBytes(setup.Devices?.Vehicles.Uses() ?? string.Empty));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"schema {Schema}, static feed {setup.Schedule.ContentHash}, devices {devices.GetCurrentHashAsUInt64():x16}, shard {setup.Shard.Number} of {setup.Shards}");
    }
}
