using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace TransitHub.Testing;

/// <summary>
/// Ports of the loopback interface for servers that a test starts and, some of them, ends and starts again. They lie below
/// those that the system gives to outgoing connections (32768 and up on Linux): from among those, a client that asks a server
/// which does not listen yet may be given the very port it asks, and is then connected to itself, and a browser's connection
/// may take the port of a server that is just starting anew.
/// </summary>
public static class TestPorts
{
    private const int Lowest = 15_000;
    private const int Highest = 32_000;

    /// <summary>A port that nobody listens at now.</summary>
    public static int Free() => Free(1)[0];

    /// <summary>So many different ports that nobody listens at now.</summary>
    /// <param name="count">How many; at least 1.</param>
    /// <exception cref="InvalidOperationException">So many are not to be found.</exception>
    public static int[] Free(int count)
    {
        // Tests look at the same time, so each begins elsewhere; which port it is decides nothing in a test.
        int start = RandomNumberGenerator.GetInt32(Highest - Lowest);
        var found = new List<int>(count);
        for (int i = 0; i < Highest - Lowest && found.Count < count; i++)
        {
            int port = Lowest + ((start + i) % (Highest - Lowest));
            if (IsFree(port))
            {
                found.Add(port);
            }
        }

        return found.Count == count ? [.. found] : throw new InvalidOperationException($"No {count} free ports from {Lowest} to {Highest} on loopback.");
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
