using System.Buffers;
using Grpc.Core;

namespace TransitHub.Server.Grpc;

/// <summary>A <c>WatchEvent</c> already in bytes, in parts laid end to end, so that many readers share the work of making it and no copy is made but the one that is sent.</summary>
internal sealed class WatchFrame(params byte[][] parts)
{
    /// <summary>How gRPC writes it. The hub never reads one.</summary>
    public static Marshaller<WatchFrame> Marshaller { get; } = new(
        static (frame, context) =>
        {
            context.SetPayloadLength(frame.Length);
            IBufferWriter<byte> writer = context.GetBufferWriter();
            foreach (byte[] part in frame.Parts)
            {
                writer.Write(part);
            }

            context.Complete();
        },
        static context => new WatchFrame(context.PayloadAsNewBuffer()));

    /// <summary>The encoded message, in parts.</summary>
    public IReadOnlyList<byte[]> Parts => parts;

    /// <summary>Its length in bytes.</summary>
    public int Length { get; } = parts.Sum(p => p.Length);
}
