using Google.Protobuf;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Conformance;

/// <summary>One feed at one moment: its name, its bytes, and the message if they are one.</summary>
public sealed class RealtimeFeed
{
    /// <summary>More than any published feed has; a larger one is not decoded.</summary>
    public const int MaxBytes = 256 * 1024 * 1024;

    private RealtimeFeed(string name, ReadOnlyMemory<byte> bytes, FeedMessage? message, string problem) =>
        (this.Name, this.Bytes, this.Message, this.Problem) = (name, bytes, message, problem);

    /// <summary>The feed's name, the same at every moment: iterations are compared by it.</summary>
    public string Name { get; }

    /// <summary>The message as it came.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The message, null if the bytes are none.</summary>
    public FeedMessage? Message { get; }

    /// <summary>Why there is no message, empty if there is one.</summary>
    public string Problem { get; }

    /// <summary>Decodes a message; what cannot be decoded is a finding of the validator, not an exception.</summary>
    public static RealtimeFeed Decode(string name, ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > MaxBytes)
        {
            return new RealtimeFeed(name, bytes, null, "it is larger than 256 MB");
        }

        try
        {
            return Checked(name, bytes, FeedMessage.Parser.ParseFrom(bytes.Span));
        }
        catch (InvalidProtocolBufferException broken)
        {
            return WireCheck.Repair(bytes.Span) is { } repaired ? DecodeRepaired(name, bytes, repaired) : new RealtimeFeed(name, bytes, null, broken.Message);
        }
    }

    /// <summary>Reads on as other platforms do, with the bad texts replaced; that they are bad is a finding.</summary>
    private static RealtimeFeed DecodeRepaired(string name, ReadOnlyMemory<byte> bytes, byte[] repaired)
    {
        try
        {
            return Checked(name, bytes, FeedMessage.Parser.ParseFrom(repaired));
        }
        catch (InvalidProtocolBufferException broken)
        {
            return new RealtimeFeed(name, bytes, null, broken.Message);
        }
    }

    private static RealtimeFeed Checked(string name, ReadOnlyMemory<byte> bytes, FeedMessage message) => message.IsInitialized()
        ? new RealtimeFeed(name, bytes, message, string.Empty)
        : new RealtimeFeed(name, bytes, null, "a required field is missing");
}
