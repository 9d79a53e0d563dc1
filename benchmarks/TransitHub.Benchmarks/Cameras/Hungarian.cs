namespace TransitHub.Benchmarks.Cameras;

/// <summary>The assignment of rows to columns with the least sum of costs (Kuhn-Munkres with potentials, rows at most as many as columns).</summary>
internal static class Hungarian
{
    /// <summary>Column of each row.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Number of columns, not fewer.</param>
    /// <param name="cost">The cost of a pair.</param>
    public static int[] Solve(int rows, int columns, Func<int, int, double> cost)
    {
        double[] rowPrice = new double[rows + 1];
        double[] columnPrice = new double[columns + 1];
        int[] owner = new int[columns + 1];
        int[] way = new int[columns + 1];
        for (int row = 1; row <= rows; row++)
        {
            owner[0] = row;
            double[] least = new double[columns + 1];
            bool[] used = new bool[columns + 1];
            Array.Fill(least, double.MaxValue);
            int at = 0;
            do
            {
                at = Step(at, columns, cost, rowPrice, columnPrice, owner, way, least, used);
            }
            while (owner[at] != 0);

            for (; at != 0; at = way[at])
            {
                owner[at] = owner[way[at]];
            }
        }

        int[] found = new int[rows];
        for (int column = 1; column <= columns; column++)
        {
            if (owner[column] > 0)
            {
                found[owner[column] - 1] = column - 1;
            }
        }

        return found;
    }

    private static int Step(
        int at, int columns, Func<int, int, double> cost, double[] rowPrice, double[] columnPrice, int[] owner, int[] way, double[] least, bool[] used)
    {
        used[at] = true;
        int row = owner[at];
        double delta = double.MaxValue;
        int next = 0;
        for (int column = 1; column <= columns; column++)
        {
            if (used[column])
            {
                continue;
            }

            double reduced = cost(row - 1, column - 1) - rowPrice[row] - columnPrice[column];
            if (reduced < least[column])
            {
                (least[column], way[column]) = (reduced, at);
            }

            if (least[column] < delta)
            {
                (delta, next) = (least[column], column);
            }
        }

        for (int column = 0; column <= columns; column++)
        {
            if (used[column])
            {
                rowPrice[owner[column]] += delta;
                columnPrice[column] -= delta;
            }
            else
            {
                least[column] -= delta;
            }
        }

        return next;
    }
}
