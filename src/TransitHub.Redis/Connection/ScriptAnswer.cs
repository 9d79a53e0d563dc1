using StackExchange.Redis;
using TransitHub.Core.Storage.Leases;
using Lease = TransitHub.Core.Storage.Leases.Lease;

namespace TransitHub.Redis.Connection;

/// <summary>What the scripts answer: a word first, then what goes with it.</summary>
internal static class ScriptAnswer
{
    /// <summary>Whether it did what it was asked.</summary>
    public static bool IsOk(RedisResult[] answer) => (string?)answer[0] == "ok";

    /// <summary>Throws when the writer's lease is not held any more.</summary>
    /// <exception cref="LeaseLostException">It is not; nothing was written.</exception>
    public static void ThrowIfFenced(RedisResult[] answer, Lease? lease)
    {
        if ((string?)answer[0] == "fenced")
        {
            throw new LeaseLostException(lease!);
        }
    }
}
