# The command line and the demo against the real server: one ctest for each class of cli_e2e_test.py.
if(DAYBOOK_GRPC)
  find_package(Python3 REQUIRED COMPONENTS Interpreter)
  foreach(class ReplayTest ReadingTest RepairTest WithoutServerTest DemoTest)
    add_test(NAME e2e.Cli${class}
      COMMAND ${Python3_EXECUTABLE} -B -m unittest -q cli_e2e_test.${class}
      WORKING_DIRECTORY ${CMAKE_CURRENT_LIST_DIR})
    set_tests_properties(e2e.Cli${class} PROPERTIES
      LABELS "e2e;cli" TIMEOUT 120
      ENVIRONMENT "DAYBOOK_BIN=${CMAKE_RUNTIME_OUTPUT_DIRECTORY}")
  endforeach()
  foreach(class ExamplesTest ShopRunTest ScenariosTest)
    add_test(NAME e2e.Shop${class}
      COMMAND ${Python3_EXECUTABLE} -B -m unittest -q shop_e2e_test.${class}
      WORKING_DIRECTORY ${CMAKE_CURRENT_LIST_DIR})
    set_tests_properties(e2e.Shop${class} PROPERTIES
      LABELS "e2e;cli" TIMEOUT 300
      ENVIRONMENT "DAYBOOK_BIN=${CMAKE_RUNTIME_OUTPUT_DIRECTORY}")
  endforeach()
endif()
