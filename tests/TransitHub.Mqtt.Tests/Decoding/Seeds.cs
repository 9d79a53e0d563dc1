namespace TransitHub.Mqtt.Tests.Decoding;

/// <summary>Property tests draw the same cases every time; who hunts for new ones takes the argument out for a while.</summary>
internal static class Seeds
{
    public const string Fixed = "(20261127,11)";
}
