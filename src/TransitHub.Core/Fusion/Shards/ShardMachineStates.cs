using System.Buffers.Binary;

namespace TransitHub.Core.Fusion.Shards;

/// <summary>A machine's state as bytes, until it has a form: it holds the place alone, and a machine is made anew from the log.</summary>
internal static class ShardMachineStates
{
    /// <summary>The place of the last record.</summary>
    public static byte[] Save(this ShardMachine machine)
    {
        byte[] bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, machine.Sequence);
        return bytes;
    }

    /// <summary>Takes over nothing but the beginning of a log.</summary>
    public static bool TryRestore(this ShardMachine machine, ReadOnlyMemory<byte> bytes) =>
        bytes.Length == sizeof(long) && BinaryPrimitives.ReadInt64LittleEndian(bytes.Span) == machine.Sequence;
}
