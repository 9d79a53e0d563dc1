using TransitHub.Mqtt.Access;

namespace TransitHub.Mqtt.Tests.Access;

public class DeviceLimitsOptionsTests
{
    public static TheoryData<DeviceLimits, string> Wrong { get; } = new()
    {
        { new DeviceLimits { MessagesPerSecond = 0 }, nameof(DeviceLimits.MessagesPerSecond) },
        { new DeviceLimits { MessagesPerSecond = double.NaN }, nameof(DeviceLimits.MessagesPerSecond) },
        { new DeviceLimits { MessageBurst = 0 }, nameof(DeviceLimits.MessageBurst) },
        { new DeviceLimits { BytesPerSecond = 15 }, nameof(DeviceLimits.BytesPerSecond) },
        { new DeviceLimits { MaxPayloadBytes = 63 }, nameof(DeviceLimits.MaxPayloadBytes) },
        { new DeviceLimits { MaxPayloadBytes = 1_000, ByteBurst = 999 }, nameof(DeviceLimits.ByteBurst) },
        { new DeviceLimits { MaxConnections = 0 }, nameof(DeviceLimits.MaxConnections) },
        { new DeviceLimits { ConnectsPerMinute = 0 }, nameof(DeviceLimits.ConnectsPerMinute) },
        { new DeviceLimits { RefusalsPerMinute = 9 }, nameof(DeviceLimits.RefusalsPerMinute) },
    };

    [Fact]
    public void The_defaults_are_right()
    {
        Assert.Empty(new DeviceLimits().Check());
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_value_out_of_range_is_named(DeviceLimits limits, string setting)
    {
        ArgumentNullException.ThrowIfNull(limits);
        Assert.StartsWith(setting + " is ", Assert.Single(limits.Check()), StringComparison.Ordinal);
    }
}
