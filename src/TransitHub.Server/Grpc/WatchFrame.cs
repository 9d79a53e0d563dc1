using Grpc.Core;

namespace TransitHub.Server.Grpc;

/// <summary>A <c>WatchEvent</c> already in bytes, so that many readers share the work of making it.</summary>
internal sealed class WatchFrame(byte[] bytes)
{
    /// <summary>How gRPC writes it. The hub never reads one.</summary>
    public static Marshaller<WatchFrame> Marshaller { get; } = new(
        static (frame, context) =>
        {
            context.SetPayloadLength(frame.Bytes.Length);
            Span<byte> target = context.GetBufferWriter().GetSpan(frame.Bytes.Length);
            frame.Bytes.CopyTo(target);
            context.GetBufferWriter().Advance(frame.Bytes.Length);
            context.Complete();
        },
        static context => new WatchFrame(context.PayloadAsNewBuffer()));

    /// <summary>The encoded message.</summary>
    public byte[] Bytes => bytes;
}
