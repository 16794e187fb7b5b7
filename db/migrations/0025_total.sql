-- sum(bigint) goes through numeric, which costs more than all else of a sum of many columns; this one refuses what no bigint holds.
CREATE OR REPLACE AGGREGATE total(bigint) (SFUNC = int8pl, STYPE = bigint, COMBINEFUNC = int8pl, PARALLEL = SAFE);
