using TransitHub.Core.Ids;

namespace TransitHub.Core.Observations.Rules;

/// <summary>
/// A zone tells how many are present, a counting line how many crossed: one taken for the other is no number of anything. A channel that the devices
/// file does not know may send either.
/// </summary>
/// <param name="isZone">Whether a device's channel is a zone; null: it is not known.</param>
internal sealed class FormRule(Func<DeviceId, string, bool?> isZone)
{
    /// <summary>What is wrong; null when the form is that of the channel.</summary>
    public string? Fault(TrafficCount count)
    {
        if (count is { IsPresent: true, Direction: not null })
        {
            return $"'present' with the direction '{count.Direction}': who is present goes nowhere; leave 'direction' out";
        }

        if (isZone(count.Device, count.Channel) is not { } expected || expected == count.IsPresent)
        {
            return null;
        }

        return expected
            ? $"the channel '{count.Channel}' is a zone: send 'at' and 'present'"
            : $"the channel '{count.Channel}' is a counting line: send 'from', 'to' and 'count', or 'at' and 'total'";
    }
}
